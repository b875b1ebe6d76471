import { For, type JSX, Show } from 'solid-js'
import { paths } from '../../paths'
import type { RefusedText, WhyRefused } from '../../tasks/room/kept-text'
import { useTexts } from '../../tasks/room/texts'
import { Button } from '../../ui/button'
import { Tag } from '../../ui/chip'
import { showToast } from '../../ui/toast'
import { When } from '../../ui/values'

const WHY: Readonly<Record<WhyRefused, string>> = {
  access_lost: 'The task is not yours to see any more. This is what you had written in it.',
  read_only: 'You may read the task but not change it. This is its text as you left it.',
  too_long: 'Together with what others wrote it is longer than a description can be. This is the text as you left it.',
  not_understood: 'It could not be read by the server. This is the text as you left it.',
}

/** What somebody wrote into tasks: what still waits for its task, and what was not taken, in every word. */
export function TextEntries(): JSX.Element {
  const texts = useTexts()
  const refused = () => texts.waiting().refused
  // Several tabs keep what they wrote apart; for whoever wrote it, it is one text.
  const unsent = () => [...new Map(texts.waiting().unsent.map((text) => [text.taskId, text])).values()]
  return (
    <>
      <Show when={refused().length > 0}>
        <section aria-label="Texts not taken">
          <h2>
            Texts not taken <span class="q3">{refused().length}</span>
          </h2>
          <ul>
            <For each={refused()}>
              {(text) => (
                <li class="operation">
                  <NotTaken text={text} />
                </li>
              )}
            </For>
          </ul>
        </section>
      </Show>
      <Show when={unsent().length > 0}>
        <section aria-label="Texts waiting">
          <h2>
            Texts waiting <span class="q3">{unsent().length}</span>
          </h2>
          <ul>
            <For each={unsent()}>
              {(text) => (
                <li class="operation">
                  <div class="fl gap-2">
                    <a class="b min-w-0 flex-1" href={paths.task(text.taskId)}>
                      Description of “{text.title}”
                    </a>
                    <Tag>Not sent yet</Tag>
                  </div>
                  <p class="t12 q3">
                    <When date={text.at} />
                  </p>
                </li>
              )}
            </For>
          </ul>
        </section>
      </Show>
    </>
  )
}

function NotTaken(props: { readonly text: RefusedText }): JSX.Element {
  const texts = useTexts()
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.text.words)
      showToast('Copied')
    } catch {
      showToast('Could not copy. Select the text and copy it yourself.', { bad: true })
    }
  }
  return (
    <>
      <div class="fl gap-2">
        <p class="b min-w-0 flex-1">Description of “{props.text.title}”</p>
        <Tag tone="negative">Refused</Tag>
      </div>
      <p class="t12 q3">
        <When date={props.text.at} />
      </p>
      <p>{WHY[props.text.because]}</p>
      <Show when={props.text.words} fallback={<p class="q3">Only text was removed.</p>}>
        <p class="written">{props.text.words}</p>
      </Show>
      <div class="fl acts gap-2">
        <Button size="sm" onClick={() => void copy()}>
          Copy the text
        </Button>
        <Button size="sm" tone="quiet" onClick={() => void texts.rooms().then((rooms) => rooms.giveUp(props.text.id))}>
          Give up
        </Button>
      </div>
    </>
  )
}
