/** What the demo company sells, and what its deals are called. */
export interface CatalogProduct {
  readonly name: string
  readonly sku: string
  /** Major units. */
  readonly listPrice: number
  /** How many a usual deal holds. */
  readonly usualQuantity: number
  /** How people call it in a sentence, plural. */
  readonly spoken: string
  /** `{line}`, `{n}` and `{place}` are filled in. */
  readonly titles: readonly string[]
  /** Log-odds added to the chance to win. */
  readonly effect: number
}

export const CATALOG: readonly CatalogProduct[] = [
  {
    name: 'VX-20 vibration sensor',
    sku: 'VX-20',
    listPrice: 890,
    usualQuantity: 60,
    spoken: 'vibration sensors',
    titles: [
      'Vibration monitoring, {line}',
      'Condition monitoring, {place}',
      'Gearbox monitoring, {line}',
      'Fan and blower monitoring, {place}',
      'Press-line condition monitoring',
    ],
    effect: 0.35,
  },
  {
    name: 'TX-8 bearing temperature probe',
    sku: 'TX-8',
    listPrice: 310,
    usualQuantity: 120,
    spoken: 'temperature probes',
    titles: [
      'Bearing temperature, {line}',
      'Motor temperature rollout',
      'Oven profiling, {place}',
      'Furnace probes, {line}',
    ],
    effect: 0.2,
  },
  {
    name: 'GX-4 gas detector',
    sku: 'GX-4',
    listPrice: 1450,
    usualQuantity: 45,
    spoken: 'gas detectors',
    titles: [
      'Gas detection, {place}',
      'Gas detection upgrade',
      'Ammonia alarms, {n} plant rooms',
      'Ex-zone detectors, {line}',
    ],
    effect: -0.35,
  },
  {
    name: 'HX-2 humidity probe',
    sku: 'HX-2',
    listPrice: 240,
    usualQuantity: 90,
    spoken: 'humidity probes',
    titles: [
      'Humidity probes, {n} depots',
      'Ambient logging, {place}',
      'Sterile-store humidity',
      'Dew-point sensors, dryer {n}',
    ],
    effect: 0.1,
  },
  {
    name: 'LX-10 level sensor',
    sku: 'LX-10',
    listPrice: 720,
    usualQuantity: 50,
    spoken: 'level sensors',
    titles: [
      'Level sensors, {n} silos',
      'Tank level telemetry',
      'Sump level alarms, {n} sites',
      'Level telemetry, tank farm',
    ],
    effect: 0,
  },
  {
    name: 'FX-6 flow meter',
    sku: 'FX-6',
    listPrice: 1980,
    usualQuantity: 24,
    spoken: 'flow meters',
    titles: [
      'Flow meters, plant {n}',
      'Leak detection, ring main',
      'Steam flow metering, {place}',
      'Water balance, {n} zones',
    ],
    effect: -0.15,
  },
  {
    name: 'PX-12 pressure transmitter',
    sku: 'PX-12',
    listPrice: 460,
    usualQuantity: 80,
    spoken: 'pressure transmitters',
    titles: [
      'Boiler-house pressure retrofit',
      'Pressure logging, {line}',
      'Compressed-air survey, {place}',
      'Pump health, {n} stations',
    ],
    effect: 0.1,
  },
  {
    name: 'RX-3 refrigerant leak sensor',
    sku: 'RX-3',
    listPrice: 980,
    usualQuantity: 55,
    spoken: 'leak sensors',
    titles: ['Refrigerant monitoring', 'Cold-store monitoring, {n} sites', 'Leak alarms, {n} plant rooms'],
    effect: 0.15,
  },
  {
    name: 'CX-1 particle counter',
    sku: 'CX-1',
    listPrice: 4200,
    usualQuantity: 12,
    spoken: 'particle counters',
    titles: ['Cleanroom particle sensing', 'Filter-break alarms, {place}', 'Dust monitoring, {line}'],
    effect: -0.4,
  },
  {
    name: 'WX-5 weighing sensor',
    sku: 'WX-5',
    listPrice: 1150,
    usualQuantity: 30,
    spoken: 'weighing sensors',
    titles: ['Dock weighing sensors', 'Silo weighing, {n} silos', 'Belt scales, {line}'],
    effect: 0.05,
  },
]

export const GATEWAY = { name: 'TG-1 gateway', sku: 'TG-1', listPrice: 690 } as const

export const TITLE_PLACES = [
  'hall 2',
  'hall 5',
  'boiler house',
  'paint shop',
  'archive',
  'tank farm',
  'utilities',
  'cell hall',
  'pump house',
  'warehouse north',
] as const

export const TITLE_LINES = [
  'line 1',
  'line 2',
  'line 4',
  'lines 1–3',
  'lines 3–6',
  'line 7',
  'dryer section',
  'wet end',
  'packing line',
] as const
