import Bell from 'lucide-solid/icons/bell'
import Calendar from 'lucide-solid/icons/calendar'
import Check from 'lucide-solid/icons/check'
import Plus from 'lucide-solid/icons/plus'
import RotateCcw from 'lucide-solid/icons/rotate-ccw'
import { createSignal, type JSX } from 'solid-js'
import { Button, IconButton, LinkButton } from '../button'
import { Checkbox, Toggle } from '../check'
import { Chip } from '../chip'
import { Combobox } from '../combobox'
import { DropZone } from '../drop-zone'
import { TextArea, TextField } from '../field'
import { NativeSelect } from '../native-select'
import { Meter } from '../progress'
import { Segmented } from '../segmented'
import { Select } from '../select'
import { Slider } from '../slider'
import { Tabs } from '../tabs'
import { showToast } from '../toast'
import { Part, Sample } from './part'

const STAGES = ['Qualified', 'Discovery', 'Pilot', 'Proposal', 'Negotiation'].map((label) => ({
  value: label.toLowerCase(),
  label,
}))
const CUSTOMERS = ['Rheinwerk Papier', 'Baltic Rail Cargo', 'Solvex Chemie', 'Nordmøre Fisk', 'Casa Moreno'].map(
  (label) => ({
    value: label,
    label,
  }),
)

export function ControlSections(): JSX.Element {
  return (
    <>
      <Buttons />
      <Fields />
      <Choices />
    </>
  )
}

function Buttons(): JSX.Element {
  return (
    <Part title="Button">
      <Sample name="primary">
        <Button tone="primary">Save</Button>
      </Sample>
      <Sample name="secondary">
        <Button>Cancel</Button>
      </Sample>
      <Sample name="off, says why">
        <Button tone="primary" off="Fill in the amount first">
          Save
        </Button>
      </Sample>
      <Sample name="quiet">
        <Button tone="quiet" icon={RotateCcw} size="sm">
          Reset
        </Button>
      </Sample>
      <Sample name="small">
        <Button size="sm">Call</Button>
      </Sample>
      <Sample name="large">
        <Button size="lg" tone="primary">
          Sign in
        </Button>
      </Sample>
      <Sample name="with key">
        <Button size="sm" keys="mod+z">
          Undo
        </Button>
      </Sample>
      <Sample name="danger">
        <Button danger>Delete pipeline</Button>
      </Sample>
      <Sample name="link">
        <LinkButton href="/kit" icon={Plus}>
          New deal
        </LinkButton>
      </Sample>
      <Sample name="icon">
        <IconButton icon={Bell} label="Notifications, 3 unread" dot />
      </Sample>
    </Part>
  )
}

function Fields(): JSX.Element {
  const [stage, setStage] = createSignal('proposal')
  const [customer, setCustomer] = createSignal<string>()
  const [dates, setDates] = createSignal('dmy')
  return (
    <Part title="Field, select, combobox, drop zone">
      <div class="grid w-full grid-cols-2 items-start gap-4 phone:grid-cols-1">
        <TextField label="Title" placeholder="Vibration monitoring" hint="What the customer would call it" />
        <TextField label="Amount" value="18.4OO" error="Use digits, for example 18,400" inputmode="decimal" />
        <Select label="Stage" value={stage()} options={STAGES} onChange={setStage} tall />
        <Combobox label="Customer" value={customer()} options={CUSTOMERS} onChange={setCustomer} />
        <div class="grid grid-cols-[auto_1fr] items-center gap-2">
          <NativeSelect label="Dates as" showLabel value={dates()} onChange={(e) => setDates(e.currentTarget.value)}>
            <option value="dmy">day/month/year</option>
            <option value="mdy">month/day/year</option>
          </NativeSelect>
        </div>
        <TextField
          label="Currency"
          value="EUR"
          disabled
          aside={
            <a class="lnk" href="/kit">
              Why?
            </a>
          }
        />
        <TextArea label="Next step" placeholder="What happens next?" />
      </div>
      <div class="w-full">
        <DropZone
          title="Drop a CSV file here"
          hint="CSV, or CSV in .gz, up to 100 MB"
          accept=".csv,.gz"
          onFile={(file) => showToast(`Took ${file.name}`)}
        />
      </div>
    </Part>
  )
}

function Choices(): JSX.Element {
  const [on, setOn] = createSignal(true)
  const [amount, setAmount] = createSignal(172)
  const [view, setView] = createSignal<'curve' | 'table'>('curve')
  const [tab, setTab] = createSignal<'board' | 'table'>('board')
  return (
    <>
      <Part title="Check, switch, slider, progress">
        <Sample name="open">
          <Checkbox label="Open" hideLabel />
        </Sample>
        <Sample name="done">
          <Checkbox label="Done" hideLabel checked />
        </Sample>
        <Sample name="some">
          <Checkbox label="Some" hideLabel indeterminate />
        </Sample>
        <Sample name="round">
          <Checkbox label="Prepare pilot report" round />
        </Sample>
        <Sample name="switch">
          <Toggle label="Meet Jürgen Vogt this week" checked={on()} onChange={setOn} />
        </Sample>
        <Sample name="off">
          <Toggle label="Off" hideLabel disabled />
        </Sample>
        <Sample name="slider, tick = today" class="w-36">
          <div class="w-full">
            <Slider
              label="Amount"
              min={120}
              max={220}
              today={184}
              value={amount()}
              words={`€${amount()}k`}
              onInput={setAmount}
            />
          </div>
        </Sample>
        <Sample name="progress" class="w-28">
          <div class="w-full">
            <Meter label="Import" value={0.73} words="61,240 of 84,112 rows" />
          </div>
        </Sample>
        <Sample name="not yet known" class="w-28">
          <div class="w-full">
            <Meter label="Upload" />
          </div>
        </Sample>
      </Part>
      <Part title="Chip, tabs, segments">
        <Chip icon={Calendar}>Today</Chip>
        <Chip icon={Check} pressed>
          Mine
        </Chip>
        <Chip icon={Plus} dashed>
          Filter
        </Chip>
        <Segmented
          label="View"
          value={view()}
          options={[
            { value: 'curve', label: 'Curve' },
            { value: 'table', label: 'Table' },
          ]}
          onChange={setView}
        />
        <div class="w-full">
          <Tabs
            label="Views"
            value={tab()}
            tabs={[
              { value: 'board', label: 'Board' },
              { value: 'table', label: 'Table' },
            ]}
            onChange={setTab}
            panelClass="q2 pt-2"
          >
            {tab() === 'board' ? 'Columns with cards.' : 'The same as rows.'}
          </Tabs>
        </div>
      </Part>
    </>
  )
}
