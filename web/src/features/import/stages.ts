import { createMemo } from 'solid-js'
import type { Stage } from '../../../../worker/sales/contract'
import type { ColumnMapping, PreviewRow } from '../../../../worker/sales/domain/csv/mapping'
import { useSync } from '../../sync/store'

export type KnownStage = Pick<Stage, 'id' | 'name' | 'status'>

/** The stages deals are imported into: those of the company's first pipeline. */
export function createStages(): () => readonly KnownStage[] {
  const { rows } = useSync()
  return createMemo(() => {
    const pipelines = Object.values(rows.pipelines)
    const pipeline = pipelines.find(({ isDefault }) => isDefault) ?? pipelines[0]
    return pipeline?.stages ?? []
  })
}

/** Where a row of the file will stand. */
export function standsIn(row: PreviewRow, { stages: words }: ColumnMapping, stages: readonly KnownStage[]): string {
  if (row.status !== 'open') return row.status === 'won' ? 'Won' : 'Lost'
  const meaning = words.find(({ word }) => word === row.stage)
  const first = stages.find(({ status }) => status === 'open')?.name ?? ''
  if (!meaning) return first
  return meaning.stageId === null ? meaning.word : (stages.find(({ id }) => id === meaning.stageId)?.name ?? first)
}
