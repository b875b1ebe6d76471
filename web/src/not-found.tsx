import SearchX from 'lucide-solid/icons/search-x'
import { type JSX, Show } from 'solid-js'
import { paths } from './paths'
import { useSession } from './session/session'
import { SignedIn } from './signed-in'
import { LinkButton } from './ui/button'
import { AuthPage } from './ui/shell/auth-page'
import { Page } from './ui/shell/page'
import { EmptyState } from './ui/states'

const TITLE = 'There is nothing at this address'
const WHY = 'The link may be old, or a letter of it got lost.'

/** Whoever is signed in stays where they work, with every way on beside it. */
export default function NotFound(): JSX.Element {
  const session = useSession()
  return (
    <Show when={session.state().status === 'in'} fallback={<ForAnybody />}>
      <SignedIn>
        <Page title="Not found">
          <EmptyState
            icon={SearchX}
            title={TITLE}
            actions={
              <LinkButton tone="primary" href={paths.home()}>
                Go to the start
              </LinkButton>
            }
          >
            {WHY}
          </EmptyState>
        </Page>
      </SignedIn>
    </Show>
  )
}

function ForAnybody(): JSX.Element {
  return (
    <AuthPage title="Not found">
      <h1>{TITLE}</h1>
      <p class="q2 mb-6">{WHY}</p>
      <LinkButton tone="primary" size="lg" href={paths.home()}>
        Go to the start
      </LinkButton>
    </AuthPage>
  )
}
