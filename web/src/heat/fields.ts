// The columns of the heat table a map can show, and what kind of number each is.

import type { Election } from '../api.ts';

export type Family = 'abstention' | 'support' | 'pool' | 'persuadable' | 'known' | 'voters' | 'doors';

export interface Field {
  key: string;
  family: Family;
  /** `share` is 0 to 1; `people` is an expected number of voters; `count` is a whole number. */
  unit: 'share' | 'people' | 'count';
  /** Has `<key>_low` and `<key>_high` beside it. */
  interval: boolean;
  /** Only there once the campaign is scored. */
  scored: boolean;
  election?: Election;
}

/** The view that crosses abstention with support; not a column. */
export const BOTH = 'both';

const FIELDS: Field[] = [
  { key: 'abstention', family: 'abstention', unit: 'share', interval: true, scored: true },
  { key: 'support', family: 'support', unit: 'share', interval: true, scored: true },
  { key: 'pool', family: 'pool', unit: 'people', interval: false, scored: true },
  { key: 'persuadable', family: 'persuadable', unit: 'share', interval: false, scored: true },
  { key: 'known', family: 'known', unit: 'share', interval: false, scored: false },
  { key: 'voters', family: 'voters', unit: 'count', interval: false, scored: false },
  { key: 'doors', family: 'doors', unit: 'count', interval: false, scored: false },
];

export interface Known {
  elections: Election[];
  scored: boolean;
}

/** Every field this campaign can show; past elections come newest first. */
export function fieldsOf(campaign: Known): Field[] {
  const past = [...campaign.elections].sort((a, b) => b.date.localeCompare(a.date));
  return [...FIELDS.filter((field) => campaign.scored || !field.scored), ...past.map(pastField)];
}

/** The field a view asks for, or the best the campaign has in its place. */
export function shownField(asked: string, campaign: Known): string {
  if (asked === BOTH && campaign.scored) return BOTH;
  const fields = fieldsOf(campaign);
  const found = fields.find((field) => field.key === asked);
  if (found) return found.key;
  if (campaign.scored) return 'abstention';
  return fields.find((field) => field.election)?.key ?? 'voters';
}

function pastField(election: Election): Field {
  return { key: `abstention_${election.key}`, family: 'abstention', unit: 'share', interval: false, scored: false, election };
}
