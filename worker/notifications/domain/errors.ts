export type NotificationError = { readonly kind: 'notification_not_found' }
export type NotificationListError = { readonly kind: 'cursor_invalid' }
export type PushError =
  | { readonly kind: 'push_off' }
  | { readonly kind: 'push_service_unknown' }
  | { readonly kind: 'push_keys_invalid' }
  | { readonly kind: 'too_many_devices' }
export type PushDeviceError = { readonly kind: 'device_not_found' }
