/** What the service worker says to a page: somebody wants to see this path of the app. Answered on the port that comes along. */
export interface Open {
  readonly open: string
}
