import { and, eq, sql } from 'drizzle-orm'
import { pipelines, stages } from '../../../drizzle/schema'
import { isSame } from '../../kernel/difference'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { PipelineStore } from '../application/deal-stores'
import type { Pipeline } from '../domain/pipeline'
import type { Stage } from '../domain/stage'

/** The company's pipelines: few and small, so they are always read whole. */
export function pipelineStore(unit: UnitOfWork): PipelineStore {
  const { tenantId } = unit
  return {
    async all() {
      const [row] = await unit.rows<{ pipelines: Pipeline[] }>(sql`select app.pipelines() as pipelines`)
      return row!.pipelines // a function of one value always answers
    },

    async openDeals(stageId) {
      const [row] = await unit.rows<{ deals: number }>(sql`select count(*)::int as deals from opportunities
        where tenant_id = ${tenantId} and stage_id = ${stageId} and status = 'open'`)
      return row!.deals // count(*) always answers one row
    },

    add(pipeline) {
      const { id, name, position, isDefault } = pipeline
      unit.write(unit.db.insert(pipelines).values({ tenantId, id, name, position, isDefault }).getSQL(), PIPELINE_NAMES)
      for (const stage of pipeline.stages) addStage(stage)
    },

    save(before, after) {
      const { name, isDefault, version } = after
      // Every rearrangement of stages passes through here, so two at once cannot both see the old order.
      unit.guard(
        unit.db
          .update(pipelines)
          .set({ name, isDefault, version, updatedAt: unit.now.toISOString() })
          .where(
            and(eq(pipelines.tenantId, tenantId), eq(pipelines.id, before.id), eq(pipelines.version, before.version)),
          )
          .returning({ id: pipelines.id })
          .getSQL(),
        PIPELINE_NAMES,
      )
      for (const stage of after.stages) {
        const old = before.stages.find((s) => s.id === stage.id)
        if (!old) addStage(stage)
        else if (!isSame(old, stage)) saveStage(old, stage)
      }
    },
  }

  function addStage({ isArchived: _, ...stage }: Stage): void {
    unit.write(
      unit.db
        .insert(stages)
        .values({ tenantId, ...stage })
        .getSQL(),
      STAGE_NAMES,
    )
  }

  function saveStage(before: Stage, after: Stage): void {
    const { id, name, position, expectedDays, version } = after
    const isBeingArchived = after.isArchived && !before.isArchived
    // Waits for whoever is moving a deal here: their foreign key holds the row. The count below then sees the deal.
    if (isBeingArchived) unit.write(sql`select from stages where tenant_id = ${tenantId} and id = ${id} for update`)
    unit.guard(
      unit.db
        .update(stages)
        .set({
          name,
          position,
          expectedDays,
          version,
          updatedAt: unit.now.toISOString(),
          ...(isBeingArchived && { archivedAt: unit.now.toISOString() }),
        })
        .where(
          and(
            eq(stages.tenantId, tenantId),
            eq(stages.id, id),
            eq(stages.version, before.version),
            isBeingArchived
              ? sql`not exists (select from opportunities
                  where tenant_id = ${tenantId} and stage_id = ${id} and status = 'open')`
              : undefined,
          ),
        )
        .returning({ id: stages.id })
        .getSQL(),
      STAGE_NAMES,
    )
  }
}

const PIPELINE_NAMES = { pipelines_name: { kind: 'pipeline_name_taken' } }
const STAGE_NAMES = { stages_name: { kind: 'stage_name_taken' } }
