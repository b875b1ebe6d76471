import { type JSX, type ParentProps, Show } from 'solid-js'
import { AvatarStack } from '../../ui/avatar'
import { namesOf } from './presence'
import type { TaskRoom } from './task-room'

/** Who is in the task as well. Nothing while one is alone. */
export function Here(props: { readonly room: TaskRoom; readonly me: string }): JSX.Element {
  const words = () => {
    const peers = props.room.peers()
    return peers.length === 0 ? '' : `${namesOf(peers)} ${peers.length === 1 ? 'is' : 'are'} here`
  }
  return (
    <div class="here">
      <span class="here-w" role="status">
        {words()}
      </span>
      <Show when={props.room.peers().length > 0}>
        <AvatarStack
          max={5}
          people={[
            { name: props.me, me: true },
            ...props.room.peers().map(({ name, colour }) => ({ name, peer: colour })),
          ]}
        />
      </Show>
    </div>
  )
}

/** Around what comments are written in: tells the others that one is being written, and shows who else writes one. */
export function TypingLine(props: ParentProps<{ readonly room: TaskRoom }>): JSX.Element {
  const words = () => {
    const typing = props.room.peers().filter(({ isTypingComment }) => isTypingComment)
    return typing.length === 0 ? '' : `${namesOf(typing)} ${typing.length === 1 ? 'is' : 'are'} typing a comment`
  }
  const follow = ({ target }: { target: EventTarget }) => {
    if (target instanceof HTMLTextAreaElement) props.room.setTyping(target.value.trim() !== '')
  }
  return (
    <div onInput={follow} onFocusOut={() => props.room.setTyping(false)} onSubmit={() => props.room.setTyping(false)}>
      {props.children}
      <p class="room-s" role="status">
        {words()}
      </p>
    </div>
  )
}
