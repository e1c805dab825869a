import type { ParameterTimelines } from '../kernel/parameter-timeline.ts';
import type { ParameterKey } from '../parameter/parameter.keys.ts';

/**
 * The parameters that derivations read: a new value of one of these changes what is booked, so that everybody is derived again (kernel
 * K10). All others take effect where they are asked for. A derivation that reads a key which is not named here fails at once
 * ({@link onlyDerived}); a key that none reads any more fails the test of the derivations.
 */
export const derivedParameters = [
  'cert.issue_days',
  'employment.new_once_a_year',
  'employment.transfer_days',
  'hardship.age_f',
  'hardship.age_m',
  'hardship.long_months',
  'plan.guidance_days',
  'plan.job_introduction_days',
  'plan.living_security_days',
  'plan.policy_days',
  'plan.training_days',
  'policy.ending_days',
  'retiree.confirmation_months',
  'retiree.confirmation_notice_months',
  'retirement.woman_default_age',
  'unemp.contact_months',
  'unemp.contact_warning_months',
  'unemp.long_months',
  'unemp.no_contact_months',
  'unemp.proposal_days',
  'visit.dual_family_days',
  'visit.graduate_days',
  'visit.hardship_days',
  'visit.long_term_days',
  'visit.new_days',
  'visit.older_days',
  'visit.registered_days',
  'visit.retiree_alone_days',
  'visit.retiree_old_age',
  'visit.retiree_old_days',
  'visit.willing_days',
  'visit.zero_family_days',
] as const satisfies readonly ParameterKey[];

const derived: ReadonlySet<string> = new Set(derivedParameters);

export function isDerivedParameter(key: string): boolean {
  return derived.has(key);
}

const guarded = new WeakMap<ParameterTimelines, ParameterTimelines>();

/** The timelines as derivations see them. @throws RangeError for a key that is not declared above */
export function onlyDerived(timelines: ParameterTimelines): ParameterTimelines {
  const known = guarded.get(timelines);
  if (known) return known;
  const only: ParameterTimelines = {
    timeline(key, areaId) {
      if (!derived.has(key)) throw new RangeError(`${key} is read by a derivation: name it in derivedParameters`);
      return timelines.timeline(key, areaId);
    },
  };
  guarded.set(timelines, only);
  return only;
}
