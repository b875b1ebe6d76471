import { describe, expect, it } from 'vitest'
import { sectionsFor } from '../../../../web/src/features/admin/admin-sections'
import { fieldsOf } from '../../../../web/src/features/admin/field-words'
import { linesOf } from '../../../../web/src/features/admin/lines'
import { countOf, namesInShort, peopleShown, toggled } from '../../../../web/src/features/admin/people'
import { endStagesOf, movedTo, openStagesOf, parseDays, placeAt } from '../../../../web/src/features/admin/stage-order'
import { companyChange } from '../../../../web/src/features/settings/company-change'
import { deviceWords, isHandheld } from '../../../../web/src/features/settings/device-words'

describe('sectionsFor', () => {
  it.each([
    [['org.manage_users'], ['users', 'teams']],
    [['team.manage_members'], ['teams']],
    [['org.assign_roles'], ['roles']],
    [['org.configure_settings'], ['pipelines', 'fields', 'products']],
    [['tasks.view_assigned'], []],
  ])('opens to %j only %j', (held, open) => {
    expect(sectionsFor((permission) => held.includes(permission)).map(({ key }) => key)).toEqual(open)
  })
})

describe('peopleShown', () => {
  const person = (name: string, status: string, email: string | null = null) => ({ name, status, email }) as never
  const people = [
    person('Zoë Past', 'deactivated', 'zoe@x.example'),
    person('Berta Import', 'placeholder'),
    person('Inês Carvalho', 'active', 'ines@x.example'),
    person('Ada Admin', 'active', 'ada@y.example'),
  ]
  const names = (filter: 'all' | 'active' | 'deactivated', query = '') =>
    peopleShown(people, filter, query).map(({ name }) => name)

  it('shows those at work first, each kind by name', () => {
    expect(names('all')).toEqual(['Ada Admin', 'Inês Carvalho', 'Berta Import', 'Zoë Past'])
  })
  it('keeps to the filter', () => {
    expect(names('deactivated')).toEqual(['Zoë Past'])
    expect(countOf(people, 'active')).toBe(2)
    expect(countOf(people, 'all')).toBe(4)
  })
  it('finds by name without accents, and by e-mail', () => {
    expect(names('all', 'ines car')).toEqual(['Inês Carvalho'])
    expect(names('all', 'ada')).toEqual(['Ada Admin'])
    expect(names('active', 'zoe')).toEqual([])
  })
})

it('adds what is not there and takes out what is', () => {
  expect(toggled(['a', 'b'], 'b')).toEqual(['a'])
  expect(toggled(['a'], 'b')).toEqual(['a', 'b'])
})

it('names as many as there is room for', () => {
  expect(namesInShort(['North', 'Field'])).toBe('North, Field')
  expect(namesInShort(['North', 'Field', 'West', 'East'])).toBe('North, Field and 2 more')
})

describe('stages', () => {
  const stage = (id: string, position: number, status = 'open') => ({ id, position, status })
  const pipeline = {
    stages: [stage('lost', 4, 'lost'), stage('b', 1), stage('won', 3, 'won'), stage('a', 0), stage('c', 2)],
  } as never
  const ids = (all: readonly { id: string }[]) => all.map(({ id }) => id).join('')

  it('are those deals go through, then those that end them', () => {
    expect(ids(openStagesOf(pipeline))).toBe('abc')
    expect(endStagesOf(pipeline).map(({ id }) => id)).toEqual(['won', 'lost'])
  })
  it.each([
    ['a', 2, 'bca'],
    ['c', 0, 'cab'],
    ['b', 1, 'abc'],
    ['a', 99, 'bca'],
    ['c', -1, 'cab'],
    ['x', 0, 'abc'],
  ])('puts %s at %i: %s', (id, to, order) => {
    expect(ids(movedTo(openStagesOf(pipeline) as never, id, to))).toBe(order)
  })
  it.each([
    [-50, 0],
    [109, 0],
    [111, 1],
    [159, 2],
    [900, 2],
  ])('takes the height %i for place %i', (height, place) => {
    expect(placeAt([110, 130, 160], height)).toBe(place)
  })
  it.each([
    ['', { ok: true, value: null }],
    [' 14 ', { ok: true, value: 14 }],
    ['0', { ok: false }],
    ['1.5', { ok: false }],
    ['3651', { ok: false }],
    ['soon', { ok: false }],
  ])('reads the days %j', (text, parsed) => {
    expect(parseDays(text)).toMatchObject(parsed)
  })
})

it('takes one entry a line, each once', () => {
  expect(linesOf(' Price \n\n Timing\nPrice\r\n')).toEqual(['Price', 'Timing'])
})

it('shows fields of one kind in order, those out of use last', () => {
  const field = (id: string, entity: string, position: number, isArchived = false) =>
    ({ id, entity, position, isArchived }) as never
  const fields = [
    field('old', 'customer', 0, true),
    field('b', 'customer', 2),
    field('a', 'customer', 1),
    field('deal', 'opportunity', 0),
  ]
  expect(fieldsOf(fields, 'customer').map(({ id }) => id)).toEqual(['a', 'b', 'old'])
})

describe('companyChange', () => {
  const tenant = {
    name: 'Tervo',
    currency: 'EUR',
    locale: 'en-GB',
    timeZone: 'Europe/Helsinki',
    lossReasons: ['Price', 'Timing'],
  } as never
  const same = {
    name: 'Tervo',
    currency: 'EUR',
    locale: 'en-GB',
    timeZone: 'Europe/Helsinki',
    lossReasons: 'Price\nTiming\n',
  }
  it('is empty when nothing differs, or a choice was cleared', () => {
    expect(companyChange(tenant, same)).toEqual({})
    expect(companyChange(tenant, { ...same, currency: undefined })).toEqual({})
  })
  it('holds only what differs', () => {
    expect(companyChange(tenant, { ...same, name: ' Tervo Oy ', lossReasons: 'Timing\nPrice' })).toEqual({
      name: 'Tervo Oy',
      lossReasons: ['Timing', 'Price'],
    })
  })
})

describe('deviceWords', () => {
  it.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
      'Edge on Windows',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
      'Safari on iPhone',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
      'Chrome on Mac',
    ],
    [
      'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
      'Chrome on Android',
    ],
    ['curl/8.9.1', 'curl'],
    ['', 'Unknown device'],
  ])('says of %s: %s', (userAgent, words) => {
    expect(deviceWords(userAgent)).toBe(words)
  })
  it('knows what is held in a hand', () => {
    expect(isHandheld('Mozilla/5.0 (Linux; Android 15; Pixel 9)')).toBe(true)
    expect(isHandheld('Mozilla/5.0 (X11; Linux x86_64)')).toBe(false)
  })
})
