import * as Kobalte from '@kobalte/core/dropdown-menu'
import Check from 'lucide-solid/icons/check'
import { createMemo, createSignal, Index, type JSX, onMount, Show, splitProps } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { Kbd } from './kbd'
import type { MenuGroup, MenuItem, MenuProps } from './menu'
import { popupMount } from './popups'

/** Opens as soon as it is there: someone has already pressed the button it replaces. */
export default function MenuContent(props: MenuProps): JSX.Element {
  const [own, button] = splitProps(props, ['groups', 'placement', 'children'])
  const [open, setOpen] = createSignal(false)
  onMount(() => setOpen(true))
  return (
    <Kobalte.Root
      open={open()}
      onOpenChange={setOpen}
      placement={own.placement ?? 'bottom-start'}
      gutter={4}
      modal={false}
    >
      <Kobalte.Trigger type="button" {...(button as object)}>
        {own.children}
      </Kobalte.Trigger>
      <Kobalte.Portal mount={popupMount()}>
        <Kobalte.Content class="pop">
          <MenuGroups groups={own.groups} />
        </Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte.Root>
  )
}

/** The lines of a menu, with a rule between groups. */
export function MenuGroups(props: { groups: readonly MenuGroup[] }): JSX.Element {
  // What is chosen changes what else there is to choose: in a menu that closes nobody looks at that, and what was asked
  // for would come after it.
  let isChosen = false
  const groups = createMemo<readonly MenuGroup[]>(
    (before) => (isChosen ? before : props.groups.filter((group) => group.items.length > 0)),
    [],
  )
  const choose = () => {
    isChosen = true
  }
  return (
    // By place, not by identity: lines are made anew whenever what they show changes, and the one in focus must stay.
    <Index each={groups()}>
      {(group, index) => (
        <>
          <Show when={index > 0}>
            <Kobalte.Separator />
          </Show>
          <Group group={group()} onChoose={choose} />
        </>
      )}
    </Index>
  )
}

function Group(props: { group: MenuGroup; onChoose: () => void }): JSX.Element {
  return (
    <Kobalte.Group>
      <Show when={props.group.label}>
        <Kobalte.GroupLabel class="grp" as="div">
          {props.group.label}
        </Kobalte.GroupLabel>
      </Show>
      <Index each={props.group.items}>{(item) => <Item item={item()} onChoose={props.onChoose} />}</Index>
    </Kobalte.Group>
  )
}

function Item(props: { item: MenuItem; onChoose: () => void }): JSX.Element {
  const choose = () => {
    if (!props.item.stays) props.onChoose()
    props.item.onSelect()
  }
  const parts = () => (
    <>
      <Show when={props.item.icon}>
        <Dynamic component={props.item.icon} class="i" />
      </Show>
      <span class="min-w-0">
        {props.item.label}
        <Show when={props.item.off}>
          <span class="t12 q3 block">{props.item.off}</span>
        </Show>
      </span>
      <Show when={props.item.keys}>{(keys) => <Kbd keys={keys()} />}</Show>
    </>
  )
  return (
    <Show
      when={props.item.checked !== undefined}
      fallback={
        <Kobalte.Item
          class={props.item.danger ? 'item bad' : 'item'}
          textValue={props.item.label}
          disabled={Boolean(props.item.off)}
          onSelect={choose}
        >
          {parts()}
        </Kobalte.Item>
      }
    >
      <Kobalte.CheckboxItem
        class="item"
        textValue={props.item.label}
        checked={props.item.checked === true}
        disabled={Boolean(props.item.off)}
        closeOnSelect={!props.item.stays}
        onChange={choose}
      >
        {parts()}
        <Kobalte.ItemIndicator class="tick">
          <Check class="i s" />
        </Kobalte.ItemIndicator>
      </Kobalte.CheckboxItem>
    </Show>
  )
}
