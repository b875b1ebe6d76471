/** How values are written is the client's to say, whatever a server, a database or a role is set to: as Neon writes them. */
export const PLAIN_SETTINGS = '-c datestyle=ISO -c intervalstyle=postgres -c timezone=UTC'
