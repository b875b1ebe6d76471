import { describe, expect, it } from 'vitest'
import { deals, type FileOf, readOne } from './read-rows'
import { field } from './support'

describe('the key of a row', () => {
  const keyOf = (text: string, file = deals) => readOne(file, text).key
  const base = 'Pump health,Acme,5,EUR,Proposal,01/02/2026,,'

  it.each([
    ['its row', `\n\n${base}`, true],
    ['spacing and capitals', 'PUMP  health, acme ,5.00,EUR,Proposal,1/2/2026,,', true],
    ['its stage', 'Pump health,Acme,5,EUR,Won,01/02/2026,,', true],
    ['its title', 'Pump,Acme,5,EUR,Proposal,01/02/2026,,', false],
    ['its customer', 'Pump health,Bolt,5,EUR,Proposal,01/02/2026,,', false],
    ['its day', 'Pump health,Acme,5,EUR,Proposal,02/02/2026,,', false],
    ['its amount', 'Pump health,Acme,6,EUR,Proposal,01/02/2026,,', false],
    ['its currency', 'Pump health,Acme,5,USD,Proposal,01/02/2026,,', false],
  ])('is the same when %s differs: %s → %s', (_, text, isSame) => {
    expect(keyOf(text) === keyOf(base)).toBe(isSame)
  })

  it('is the id where there is one, whatever else the row says', () => {
    const file: FileOf = { columns: { Id: field('externalId'), ...deals.columns } }
    expect(keyOf(`D-1,${base}`, file)).toBe('id:D-1')
  })

  it('takes in everything where rows name neither title nor customer', () => {
    const file: FileOf = {
      columns: { Product: field('product'), Region: { kind: 'custom', name: 'Region', type: 'choice' } },
      how: { customerWhenBlank: 'One' },
    }
    expect(keyOf('Probe,North', file)).toBe(keyOf('Probe,North', file))
    expect(keyOf('Probe,North', file)).not.toBe(keyOf('Probe,South', file))
    expect(keyOf('Probe,North', file)).toBe(keyOf('Probe,North', { ...file, how: { customerWhenBlank: 'Another' } }))
  })

  it('does not run values together', () => {
    const file: FileOf = { columns: { Title: field('title'), Account: field('customer') } }
    expect(keyOf('ab,c', file)).not.toBe(keyOf('a,bc', file))
  })
})

describe('the digest of a row', () => {
  const digestOf = (text: string) => readOne(deals, text).digest
  it('changes with anything that would be written, and with nothing else', () => {
    const base = digestOf('Pump,Acme,5,EUR,Proposal,,,')
    expect(digestOf('\n\n Pump , Acme ,5.00,EUR,Proposal,,,')).toBe(base)
    expect(digestOf('Pump,Acme,6,EUR,Proposal,,,')).not.toBe(base)
    expect(digestOf('Pump,Acme,5,EUR,Negotiation,,,')).not.toBe(base)
    expect(digestOf('Pump,Acme,5,EUR,Proposal,,01/01/2027,')).not.toBe(base)
  })
})
