import Compass from 'lucide-solid/icons/compass'
import type { JSX } from 'solid-js'
import { paths } from '../../paths'
import { LinkButton } from '../button'
import { EmptyState } from '../states'
import { Page } from './page'

/** An address inside the app that leads nowhere. */
export function NothingHere(props: { readonly what: string }): JSX.Element {
  return (
    <Page title="Nothing here">
      <NoSuch {...props} />
    </Page>
  )
}

/** The same within a page: what is not there and what the reader may not see look alike. */
export function NoSuch(props: { readonly what: string }): JSX.Element {
  return (
    <EmptyState
      icon={Compass}
      title={`There is no such ${props.what}`}
      actions={<LinkButton href={paths.pipeline()}>Go to the pipeline</LinkButton>}
    >
      It may have been taken away, or it is not yours to see. Ask whoever sent you the link.
    </EmptyState>
  )
}
