import Compass from 'lucide-solid/icons/compass'
import type { JSX } from 'solid-js'
import { paths } from './paths'
import { LinkButton } from './ui/button'
import { AuthPage } from './ui/shell/auth-page'
import { EmptyState } from './ui/states'

export default function NotFound(): JSX.Element {
  return (
    <AuthPage title="Not found">
      <EmptyState
        icon={Compass}
        title="There is nothing at this address"
        actions={
          <LinkButton tone="primary" href={paths.home()}>
            Go to the pipeline
          </LinkButton>
        }
      >
        The link may be old, or a letter of it got lost.
      </EmptyState>
    </AuthPage>
  )
}
