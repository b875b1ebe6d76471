import type { JSX } from 'solid-js'
import { paths } from '../../paths'
import { TabLinks } from '../../ui/tabs'

export function SettingsTabs(): JSX.Element {
  return (
    <TabLinks
      label="Settings"
      tabs={[
        { href: paths.settings(), label: 'General' },
        { href: paths.sessions(), label: 'Sessions' },
      ]}
    />
  )
}
