import ArrowRight from 'lucide-solid/icons/arrow-right'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import Pencil from 'lucide-solid/icons/pencil'
import Trash from 'lucide-solid/icons/trash'
import { createSignal, type JSX } from 'solid-js'
import { Button, buttonClass } from '../button'
import { useCommands } from '../commands'
import { ConfirmDialog, Dialog } from '../dialog'
import { TextField } from '../field'
import { Menu } from '../menu'
import { openKeyboardMap, openPalette } from '../palette'
import { Popover } from '../popover'
import { Select } from '../select'
import { showToast, showUndo } from '../toast'
import { Part } from './part'

const STAGES = [
  { value: 'lead', label: 'Lead' },
  { value: 'qualified', label: 'Qualified', note: 'usual for inbound' },
]

export function OverlaySections(): JSX.Element {
  const [dialog, setDialog] = createSignal(false)
  const [stage, setStage] = createSignal('lead')
  const [confirm, setConfirm] = createSignal(false)
  useCommands(() => [
    { id: 'kit.call', label: 'Log a call', group: 'Do', keys: 'l', run: () => showToast('Call logged') },
    { id: 'kit.move', label: 'Move to Negotiation', group: 'Do', keys: 'm', run: move },
    { id: 'kit.next', label: 'Next deal', group: 'List', keys: 'j', keyOnly: true, run: () => showToast('Next') },
  ])
  return (
    <Part title="Menu, popover, dialog, toast, palette">
      <Menu
        class={buttonClass({ tone: 'quiet' }, 'ic')}
        aria-label="More actions"
        data-tip="More actions"
        groups={[
          {
            items: [
              { label: 'Rename', icon: Pencil, keys: 'e', onSelect: () => showToast('Rename') },
              { label: 'Move to Won', icon: ArrowRight, off: 'A proposal comes first', onSelect: move },
            ],
          },
          { items: [{ label: 'Delete', icon: Trash, danger: true, onSelect: () => setConfirm(true) }] },
        ]}
      >
        <Ellipsis class="i" />
      </Menu>
      <Popover class="chip" label="Close date" trigger="Closes before Apr">
        {(close) => (
          <div class="grid gap-3">
            <TextField label="Closes before" type="date" value="2027-04-01" />
            <Button tone="primary" onClick={close}>
              Show
            </Button>
          </div>
        )}
      </Popover>
      <Button onClick={() => setDialog(true)}>Dialog</Button>
      <Button onClick={() => setConfirm(true)}>Confirm</Button>
      <Button onClick={move}>Toast with Undo</Button>
      <Button onClick={() => showToast('Could not save. Your text is kept.', { bad: true })}>Bad toast</Button>
      <Button onClick={openPalette}>Palette</Button>
      <Button onClick={openKeyboardMap}>Keyboard map</Button>
      <Dialog
        open={dialog()}
        onClose={() => setDialog(false)}
        title="New deal"
        description="It begins in the first stage."
        footer={
          <>
            <Button onClick={() => setDialog(false)}>Cancel</Button>
            <Button tone="primary" onClick={() => setDialog(false)}>
              Create deal
            </Button>
          </>
        }
      >
        <div class="stackf">
          <TextField label="Title" />
          <TextField label="Amount" inputmode="decimal" />
          <Select label="First stage" value={stage()} options={STAGES} onChange={setStage} tall />
        </div>
      </Dialog>
      <ConfirmDialog
        open={confirm()}
        onClose={() => setConfirm(false)}
        title="Delete this pipeline?"
        consequence="Its five stages and their history go with it. This cannot be undone."
        verb="Delete pipeline"
        typed="New business"
        onConfirm={() => setConfirm(false)}
      />
    </Part>
  )
}

function move(): void {
  showUndo('Moved to Negotiation', () => showToast('Moved back to Proposal'))
}
