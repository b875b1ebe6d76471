import { useNavigate } from '@solidjs/router'
import type { JSX } from 'solid-js'
import { paths } from './paths'
import { DESTINATIONS } from './ui/shell/destinations'
import { Frame } from './ui/shell/frame'
import { SYNCED } from './ui/shell/sync-status'

/** Where session and frame meet: the frame holds no data, so what it shows is handed to it here. */
export function SignedIn(props: { children?: JSX.Element }): JSX.Element {
  const navigate = useNavigate()
  return (
    <Frame
      account={undefined}
      destinations={DESTINATIONS}
      sync={() => SYNCED}
      onSettings={() => navigate(paths.settings())}
      onSignOut={() => navigate(paths.signIn())}
    >
      {props.children}
    </Frame>
  )
}
