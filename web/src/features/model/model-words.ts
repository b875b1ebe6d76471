import type {
  GateCheck as GateCheckSchema,
  LeftOutReason,
  Metrics,
  ModelSummary,
} from '../../../../worker/analytics/contract'
import { formatDay, formatNumber, formatPercent, plural } from '../../ui/format'

type GateCheck = (typeof GateCheckSchema)['_output']
type Bin = Metrics['reliability'][number]

const SPOKEN_OF = 0.7 // where a forecast is worth the most: likely, but not sure
const FEWEST = 10 // deals behind a point before a sentence is built on it

/** What the reliability curve shows, by the group of deals whose forecast is nearest to 70%. */
export function reliabilitySentence(bins: readonly Bin[]): string {
  const solid = bins.filter(({ count }) => count >= FEWEST)
  const known = solid.length > 0 ? solid : bins.filter(({ count }) => count > 0)
  const bin = [...known].sort((a, b) => Math.abs(a.predicted - SPOKEN_OF) - Math.abs(b.predicted - SPOKEN_OF))[0]
  if (!bin) return 'How often it was right'
  const said = formatPercent(bin.predicted)
  const tenths = Math.round(bin.observed * 10)
  if (tenths === 0) return `When it says ${said}, hardly any are won`
  if (tenths === 10) return `When it says ${said}, nearly all are won`
  return `When it says ${said}, about ${tenths} in 10 are won`
}

/** Which deals the curve is drawn from, and how far it is off. */
export function reliabilityNote({ holdout, holdoutDeals, holdoutFrom, calibrationError }: Metrics): string {
  const deals = plural(holdoutDeals, 'deal')
  const which =
    holdout === 'all'
      ? `All ${deals} that have closed, each told without having learned from it.`
      : holdout === 'hashed'
        ? `${deals} set aside by lot, since the deals have no dates to go by; the model had never seen them.`
        : holdoutFrom
          ? `${deals} closed since ${formatDay(holdoutFrom)}, which the model had never seen.`
          : `The newest ${deals}, which the model had never seen.`
  return `${which} Off by ${formatNumber(calibrationError * 100, 1)} points on average; the band is what chance alone allows.`
}

export interface Measure {
  readonly name: string
  readonly value: string
  readonly words: string
  readonly guessing: string
  readonly isAhead: boolean
}

const NUMBER_WORDS = ['none', 'one', 'two', 'all three'] as const

/** The three measures, each beside what guessing would score. */
export function measures(metrics: Metrics): readonly Measure[] {
  const { auc, logLoss, brier, baseRateLogLoss, baseRateBrier, holdoutDeals, holdoutWon } = metrics
  const rate = formatPercent(holdoutDeals > 0 ? holdoutWon / holdoutDeals : 0)
  const less = baseRateLogLoss > 0 ? 1 - logLoss / baseRateLogLoss : 0
  return [
    {
      name: 'Telling apart, AUC',
      value: auc === null ? '–' : formatNumber(auc, 3),
      words:
        auc === null
          ? 'Cannot be told without both won and lost deals.'
          : `Picks the winner out of a won and a lost deal ${Math.round(auc * 100)} times in 100.`,
      guessing: `guessing: ${formatNumber(0.5, 3)}`,
      isAhead: auc !== null && auc > 0.5,
    },
    {
      name: 'Surprise, log loss',
      value: formatNumber(logLoss, 3),
      words: `${formatPercent(Math.abs(less))} ${less >= 0 ? 'less' : 'more'} surprised than by always saying ${rate}.`,
      guessing: `your usual rate: ${formatNumber(baseRateLogLoss, 3)}`,
      isAhead: logLoss < baseRateLogLoss,
    },
    {
      name: 'Distance, Brier',
      value: formatNumber(brier, 3),
      words: 'How far a percentage is from what came, squared.',
      guessing: `your usual rate: ${formatNumber(baseRateBrier, 3)}`,
      isAhead: brier < baseRateBrier,
    },
  ]
}

export function measuresSentence(all: readonly Measure[]): string {
  const ahead = all.filter(({ isAhead }) => isAhead).length
  if (ahead === 0) return 'Not ahead of guessing on any measure'
  return `Ahead of guessing on ${NUMBER_WORDS[ahead]}${ahead < 3 ? ' of three' : ''} measures`
}

/** The heading and the sentence that say what became of a version, and why. */
export function verdictWords(
  model: Pick<ModelSummary, 'number' | 'status' | 'verdict'>,
  champion: number | undefined,
): { readonly title: string; readonly why: string } {
  const name = `v${model.number}`
  const stays = champion === undefined || champion === model.number ? '' : `, so v${champion} stays`
  if (model.status === 'failed' || model.verdict?.why === 'failed') {
    const detail = model.verdict?.detail ?? 'Training did not come to an end.'
    return { title: `Training ${name} failed`, why: detail }
  }
  switch (model.verdict?.why) {
    case 'first':
      return { title: `${name} was published`, why: 'It is the first that knows more than your usual rate.' }
    case 'better':
      return { title: `${name} was published`, why: 'It is at least as good as the one before, on newer deals.' }
    case 'renewed':
      return {
        title: `${name} was published`,
        why: 'It learned from more deals; too few have closed since the one before to compare the two.',
      }
    case 'unproven':
      return {
        title: `${name} was published`,
        why: 'It goes by how deals usually run, learned from simulated companies, until enough of yours have closed.',
      }
    case 'stepped_down':
      return {
        title: `${name} took over`,
        why: 'The one before it no longer told more about the newest deals than your usual rate.',
      }
    case 'no_signal':
      return {
        title: `Challenger ${name} was not published`,
        why: `It knows no more about a deal than your usual rate${stays}.`,
      }
    case 'too_little_data':
      return { title: `Challenger ${name} was not published`, why: `There were too few deals to judge it by${stays}.` }
    case 'worse':
      return { title: `Challenger ${name} was not published`, why: `It tells deals apart less well${stays}.` }
    case 'miscalibrated':
      return { title: `Challenger ${name} was not published`, why: `Its percentages are less honest${stays}.` }
    default:
      return { title: `${name} is being judged`, why: '' }
  }
}

export interface GateRow {
  readonly key: string
  readonly rule: string
  readonly champion: string | undefined
  readonly challenger: string
  readonly passed: boolean
  readonly word: string
}

/** One rule of the gate in words, with both figures. */
export function gateRow(check: GateCheck, metrics: Metrics | null): GateRow {
  const { champion, challenger, limit, passed } = check
  const [rule, digits, failed] = ruleOf(check)
  const figure = (value: number | null) => (value === null ? '–' : formatNumber(value, digits))
  // Both are judged on the same deals.
  const counts =
    check.check === 'enough_deals' && metrics ? `${metrics.holdoutWon} / ${metrics.holdoutLost}` : undefined
  return {
    key: check.check,
    rule: limit === null ? rule : rule.replace('#', formatNumber(limit, digits)),
    champion: champion === null ? undefined : (counts ?? figure(champion)),
    challenger: counts ?? figure(challenger),
    passed,
    word: passed ? 'pass' : failed,
  }
}

function ruleOf({ check, champion }: GateCheck): readonly [rule: string, digits: number, failed: string] {
  switch (check) {
    case 'enough_deals':
      return ['Won and lost in holdout, # each', 0, 'too few']
    case 'beats_base_rate':
      return ['Gain over the usual rate, at least #', 3, 'too small']
    case 'log_loss':
      return [champion === null ? 'Log loss, below #' : 'Log loss, at most #', 3, 'too high']
    case 'auc':
      return [champion === null ? 'AUC, above #' : 'AUC, at least #', 3, 'too low']
    case 'calibration':
      return ['Calibration error, at most #', 3, 'too high']
  }
}

const LEFT_OUT: Readonly<Record<LeftOutReason, string>> = {
  empty: 'hardly ever filled in',
  constant: 'the same for every deal',
  identifier: 'another for every deal',
  free_text: 'free text',
  known_at_close: 'only known once a deal has closed',
  archived: 'archived: nobody fills it in any more',
  too_good: 'tells the outcome by itself, as if written down afterwards',
  only_on_closed: 'filled in on closed deals only',
  one_outcome_only: 'filled in on deals of one outcome only',
}

/** Fields of one's own that a version did not learn from, and why; what gives the outcome away comes first. */
export function leftOutWords(
  leftOut: ModelSummary['leftOut'],
  labels: ReadonlyMap<string, string>,
): readonly { readonly name: string; readonly why: string }[] {
  return leftOut
    .filter(({ kind }) => kind !== 'feature')
    .toSorted((a, b) => Number(b.kind === 'leak') - Number(a.kind === 'leak'))
    .map(({ name, reason }) => {
      const key = name.replace(/^custom:/, '')
      return { name: labels.get(key) ?? key.replaceAll('_', ' '), why: LEFT_OUT[reason] ?? 'gives the outcome away' }
    })
}

/** A version in the list: what it is now, in a word. */
export const STATUS_WORDS: Readonly<Record<ModelSummary['status'], string>> = {
  training: 'training',
  champion: 'champion',
  retired: 'retired',
  kept_back: 'kept back',
  failed: 'failed',
}

/** "1 Jan 2024 – 15 Nov 2026" */
export function windowWords({ trainedFrom, trainedTo }: Pick<ModelSummary, 'trainedFrom' | 'trainedTo'>): string {
  if (!trainedFrom || !trainedTo) return '–'
  return `${formatDay(trainedFrom)} – ${formatDay(trainedTo)}`
}

/** What was tried when no signal was found: the challenger's figures beside the usual rate's. */
export function triedFigures({ metrics, verdict }: Pick<ModelSummary, 'metrics' | 'verdict'>): {
  readonly tried: number | null
  readonly usual: number | null
  readonly auc: number | null
  readonly gain: number | null
  readonly gainNeeded: number | null
} {
  const find = (name: GateCheck['check']) => verdict?.checks.find(({ check }) => check === name)
  const [loss, signal] = [find('log_loss'), find('beats_base_rate')]
  return {
    tried: loss?.challenger ?? null,
    usual: metrics?.baseRateLogLoss ?? (loss?.champion === null ? loss.limit : null) ?? null,
    auc: find('auc')?.challenger ?? null,
    gain: signal?.challenger ?? null,
    gainNeeded: signal?.limit ?? null,
  }
}

/** How many points a contribution moves a deal that stands at the usual rate: the slope of the logistic curve there. */
export function pointsOf(logOdds: number, baseRate: number): number {
  return logOdds * baseRate * (1 - baseRate) * 100
}
