/** A mail before it has an addressee's copy: what it says, and the link it is about. */
export interface Letter {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly link: string | null
}

// A secret stands behind the `#`: browsers send that part to no server, so it reaches no log on the way.
export function joinLink(origin: string, token: string): string {
  return `${origin}/join#token=${token}`
}

export function resetLink(origin: string, token: string): string {
  return `${origin}/reset#token=${token}`
}

export function invitationMail(to: string, company: string, inviter: string, link: string, days: number): Letter {
  return {
    to,
    subject: `${oneLine(inviter)} invites you to ${oneLine(company)} on SalesOptimizer`,
    text: [
      `${inviter} invites you to work with ${company} on SalesOptimizer.`,
      `Join here: ${link}`,
      `The link works once, for ${days} days. If you did not expect it, do nothing.`,
    ].join('\n\n'),
    link,
  }
}

export function resetMail(to: string, link: string, minutes: number): Letter {
  return {
    to,
    subject: 'Choose a new password for SalesOptimizer',
    text: [
      'Somebody, we hope you, asked for a new password.',
      `Choose it here: ${link}`,
      `The link works once, for ${minutes} minutes. If it was not you, do nothing: your password stays as it is.`,
    ].join('\n\n'),
    link,
  }
}

export function passwordChangedMail(to: string): Letter {
  return {
    to,
    subject: 'Your SalesOptimizer password was changed',
    text: 'Your password was changed just now, and other devices were signed out.\n\nIf it was not you, ask for a new password on the sign-in page at once, and tell your administrator.',
    link: null,
  }
}

// A line break in a subject would begin a header of the writer's choosing.
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ')
}
