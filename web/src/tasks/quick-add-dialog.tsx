import type { JSX } from 'solid-js'
import { Dialog } from '../ui/dialog'
import { showToast } from '../ui/toast'
import { QuickAdd } from './quick-add'
import './tasks.css'

/** The line to write a task in, over whatever is on the screen. */
export default function QuickAddDialog(props: { readonly onClose: () => void }): JSX.Element {
  return (
    <Dialog
      open
      wide
      onClose={props.onClose}
      title="New task"
      description="A day, a time, !! for high priority and #tags are understood."
    >
      <QuickAdd
        autofocus
        onAdded={(task) => {
          showToast(`Added: ${task.title}`)
          props.onClose()
        }}
      />
    </Dialog>
  )
}
