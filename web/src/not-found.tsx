import type { JSX } from 'solid-js'
import { paths } from './paths'
import { LinkButton } from './ui/button'
import { AuthPage } from './ui/shell/auth-page'

export default function NotFound(): JSX.Element {
  return (
    <AuthPage title="Not found">
      <h1>There is nothing at this address</h1>
      <p class="q2 mb-6">The link may be old, or a letter of it got lost.</p>
      <LinkButton tone="primary" size="lg" href={paths.home()}>
        Go to the start
      </LinkButton>
    </AuthPage>
  )
}
