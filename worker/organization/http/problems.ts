import type { ProblemTable } from '../../platform/problem'
import type {
  AuthError,
  ChangePasswordError,
  InvitationError,
  InviteError,
  ListError,
  ResendError,
  RoleError,
  SessionError,
  TeamError,
  UserError,
  VersionConflict,
} from '../domain/errors'

const versionConflict = [409, 'Somebody changed this in the meantime; look at it again'] as const
const beyondYourRights = [403, 'This needs rights that you do not have yourself'] as const

export const authProblems: ProblemTable<AuthError> = {
  too_many_attempts: [429, 'Too many tries; wait a little'],
  // One sentence for an unknown e-mail, a wrong password and an e-mail that is taken.
  wrong_credentials: [401, 'This e-mail and password do not belong together'],
  no_company_to_enter: [403, 'You have no place in this company; ask its administrator'],
  password_common: [422, 'This password is one of those that are tried first; choose another', 'password'],
  password_guessable: [422, 'This password is made of your name, e-mail or company; choose another', 'password'],
  session_ended: [401, 'The session has ended'],
  reset_not_valid: [422, 'This link was used or has run out; ask for a new one'],
  invitation_not_found: [404, 'There is no such invitation'],
  invitation_used: [410, 'This invitation has been used'],
  invitation_revoked: [410, 'This invitation was withdrawn'],
  invitation_expired: [410, 'This invitation has run out'],
  already_member: [409, 'You have a place in this company already; sign in instead'],
}

export const passwordProblems: ProblemTable<ChangePasswordError> = {
  too_many_attempts: authProblems.too_many_attempts,
  password_common: [422, authProblems.password_common[1], 'newPassword'],
  password_guessable: [422, authProblems.password_guessable[1], 'newPassword'],
  current_password_wrong: [422, 'This is not your password', 'currentPassword'],
}

export const versionProblems: ProblemTable<VersionConflict> = { version_conflict: versionConflict }

export const sessionProblems: ProblemTable<SessionError> = {
  session_not_found: [404, 'There is no such session'],
}

export const listProblems: ProblemTable<ListError> = {
  cursor_invalid: [422, 'Start again from the first page', 'cursor'],
}

export const userProblems: ProblemTable<UserError> = {
  user_not_found: [404, 'There is no such person'],
  role_not_found: [422, 'There is no such role', 'roleId'],
  team_not_found: [422, 'There is no such team', 'teamIds'],
  version_conflict: versionConflict,
  beyond_your_rights: beyondYourRights,
  permission_needed: [403, 'Your role does not allow this; ask an administrator'],
  last_admin: [409, 'A company needs an administrator; make somebody else one first'],
  cannot_deactivate_yourself: [409, 'You cannot deactivate yourself; ask another administrator'],
  placeholder_has_no_account: [409, 'An import named this person, who has no account; invite them instead', 'status'],
}

export const teamProblems: ProblemTable<TeamError> = {
  team_not_found: [404, 'There is no such team'],
  team_not_yours: [403, 'You may only change who is in the teams you lead'],
  team_name_taken: [409, 'Another team has this name', 'name'],
  person_not_found: [422, 'Not all of these people are here', 'memberIds'],
  version_conflict: versionConflict,
}

export const roleProblems: ProblemTable<RoleError> = {
  role_not_found: [404, 'There is no such role'],
  role_built_in: [409, 'A built-in role stays as it is; make one of your own instead'],
  role_in_use: [409, 'Give the people with this role another one first'],
  role_name_taken: [409, 'Another role has this name', 'name'],
  scope_too_narrow: [422, 'Some of these permissions act on the whole company and need its scope', 'scope'],
  beyond_your_rights: beyondYourRights,
  version_conflict: versionConflict,
}

export const inviteProblems: ProblemTable<InviteError> = {
  role_not_found: [422, 'There is no such role', 'roleId'],
  team_not_found: [422, 'There is no such team', 'teamId'],
  placeholder_not_found: [422, 'Nobody by this id is waiting to be invited', 'placeholderId'],
  already_member: [409, 'Somebody with this e-mail is here already', 'email'],
  already_invited: [409, 'This e-mail has an invitation already; send that one again', 'email'],
  beyond_your_rights: beyondYourRights,
}

export const invitationProblems: ProblemTable<InvitationError> & ProblemTable<ResendError> = {
  invitation_not_found: [404, 'There is no such invitation'],
  invitation_used: [409, 'This invitation has been used'],
  invitation_revoked: [409, 'This invitation was withdrawn'],
  beyond_your_rights: beyondYourRights,
}
