import type { JSX } from 'solid-js'
import { Segmented } from '../segmented'
import { setThemeChoice, themeChoice } from '../theme'
import { ChartSections } from './charts'
import { ControlSections } from './controls'
import { DataSections } from './data'
import { FoundationSections } from './foundation'
import { OverlaySections } from './overlays'
import { StateSections } from './states'

/** Every component in every state, side by side: what screens are put together from, and what is held against the drawings. */
export default function KitPage(): JSX.Element {
  document.title = 'Kit · SalesOptimizer'
  return (
    <main class="px-8 py-7 phone:px-4" id="main" tabIndex={-1}>
      <div class="fl">
        <h1 class="text-20 font-strong">Kit</h1>
        <i class="sp" />
        <Segmented
          label="Theme"
          value={themeChoice()}
          options={[
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
            { value: 'system', label: 'Device' },
          ]}
          onChange={setThemeChoice}
        />
      </div>
      <div class="grid grid-cols-3 gap-x-10 max-lg:grid-cols-1">
        <div class="min-w-0">
          <FoundationSections />
          <ControlSections />
        </div>
        <div class="min-w-0">
          <StateSections />
          <OverlaySections />
        </div>
        <div class="min-w-0">
          <DataSections />
        </div>
      </div>
      <ChartSections />
    </main>
  )
}
