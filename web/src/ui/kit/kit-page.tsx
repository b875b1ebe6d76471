import type { JSX } from 'solid-js'
export default function KitPage(): JSX.Element {
  return <main>Kit</main>
}
