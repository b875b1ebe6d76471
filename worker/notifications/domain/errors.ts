export type NotificationError = { readonly kind: 'notification_not_found' }
export type NotificationListError = { readonly kind: 'cursor_invalid' }
