import type { TooManyAttempts } from './attempts'
import type { InvitationOver, InviteRefused, NotAcceptable } from './invitation'
import type { PasswordRefused } from './password'
import type { BeyondYourRights, RoleRefused } from './role'
import type { TeamRefused } from './team'
import type { UserRefused } from './user'

export type VersionConflict = { readonly kind: 'version_conflict'; readonly version: number }

/** The one answer to an e-mail and password that do not belong together, whichever of the two was wrong. */
export type WrongCredentials = { readonly kind: 'wrong_credentials' }

export type SignUpError = TooManyAttempts | PasswordRefused | WrongCredentials
export type SignInError = TooManyAttempts | WrongCredentials | { readonly kind: 'no_company_to_enter' }
export type RefreshError = { readonly kind: 'session_ended' }
export type ChangePasswordError = TooManyAttempts | PasswordRefused | { readonly kind: 'current_password_wrong' }
export type ResetError = TooManyAttempts | PasswordRefused | { readonly kind: 'reset_not_valid' }
export type PreviewError = TooManyAttempts | NotAcceptable | { readonly kind: 'invitation_not_found' }
export type AcceptError = PreviewError | PasswordRefused | WrongCredentials | { readonly kind: 'already_member' }

/** Everything that may be refused to somebody who is not signed in. */
export type AuthError = SignUpError | SignInError | RefreshError | ResetError | AcceptError

export type ListError = { readonly kind: 'cursor_invalid' }
export type UserError =
  | UserRefused
  | VersionConflict
  | { readonly kind: 'user_not_found' | 'role_not_found' | 'team_not_found' }
export type TeamError = TeamRefused | VersionConflict | { readonly kind: 'team_not_found' }
export type RoleError = RoleRefused | VersionConflict | { readonly kind: 'role_not_found' | 'role_name_taken' }
export type InviteError = InviteRefused
export type InvitationError = InvitationOver | { readonly kind: 'invitation_not_found' }
export type ResendError = InvitationError | BeyondYourRights
export type SessionError = { readonly kind: 'session_not_found' }
