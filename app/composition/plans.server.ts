/** Wires plans as they are proposed, talked over and agreed. */
import { writePlanCalendar } from '~/documents/calendar/write-plan-calendar.server'
import { acceptCounter, acceptPlan } from '~/use-cases/agree-plan'
import { counterPlan, sayToPlan } from '~/use-cases/answer-plan'
import { cancelPlan, moveInstalment } from '~/use-cases/change-plan'
import { offerPlan, previewPlanOffer } from '~/use-cases/offer-plan'
import type { PlanServices } from '~/use-cases/plan-services'
import type { DocumentLanguage } from '~/use-cases/ports/document-printer'
import { preparePlan } from '~/use-cases/prepare-plan'
import { proposePlan } from '~/use-cases/propose-plan'
import { readPlanPayments } from '~/use-cases/read-plan-payments'
import { listPlans, readAgreement, readPlan, type PlanReader } from '~/use-cases/read-plans'

export function wirePlans(services: PlanServices) {
  const bind =
    <Input extends unknown[], Output>(useCase: (services: PlanServices, ...input: Input) => Output) =>
    (...input: Input): Output =>
      useCase(services, ...input)
  return {
    useCases: {
      preparePlan: bind(preparePlan),
      proposePlan: bind(proposePlan),
      offerPlan: bind(offerPlan),
      previewPlanOffer: bind(previewPlanOffer),
      acceptPlan: bind(acceptPlan),
      acceptCounter: bind(acceptCounter),
      counterPlan: bind(counterPlan),
      sayToPlan: bind(sayToPlan),
      moveInstalment: bind(moveInstalment),
      cancelPlan: bind(cancelPlan),
      readPlanPayments: bind(readPlanPayments),
      listPlans: bind(listPlans),
      readPlan: bind(readPlan),
      readAgreement: bind(readAgreement),
      /** The days of an agreed plan as a calendar file; null where the reader has no such plan, or it is not agreed. */
      async readPlanCalendar(reader: PlanReader, id: string, language: DocumentLanguage) {
        const view = await readPlan(services, reader, id)
        const creditor = await services.unitOfWork.run({ kind: 'creditor', ...reader }, ({ creditors }) =>
          creditors.findById(reader.creditorId),
        )
        if (!view || !creditor || view.instalments.length === 0) return null
        const url = `${services.publicOrigin}/plans/${view.plan.id}`
        const { plan, instalments } = view
        const text = writePlanCalendar({ creditor, plan, instalments, url, writtenAt: services.clock.now() }, language)
        return {
          filename: `plan-${plan.reference}.ics`,
          mediaType: 'text/calendar',
          content: new TextEncoder().encode(text),
        }
      },
    },
  }
}
