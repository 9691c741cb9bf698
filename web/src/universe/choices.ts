// The columns a filter panel offers as chips, with the words of the reader's language.

import type { Column } from '../api.ts';
import type { Messages } from '../i18n/index.ts';
import type { Choice } from './Choices.svelte';
import { CHOSEN } from './filter.ts';

export interface Offered {
  column: string;
  title: string;
  choices: Choice[];
}

const VOTES = [0, 1, 2, 3, 4];
const SUPPORT = [1, 2, 3, 4, 5];

/** Only columns the campaign has, in the panel's order. */
export function choicesOf(columns: readonly Column[], words: Messages): Offered[] {
  const universe = words.universe;
  const titles = { party: universe.party, sex: universe.sex, votes_of_last_4: universe.votes, support: universe.support };
  return CHOSEN.flatMap((name) => {
    const column = columns.find((each) => each.name === name);
    const choices: Choice[] = column ? choicesIn(column, words) : [];
    return choices.length > 0 ? [{ column: name, title: titles[name], choices }] : [];
  });
}

function choicesIn(column: Column, words: Messages): Choice[] {
  const { parties, sexes, supports, notAsked } = words.universe;
  if (column.name === 'votes_of_last_4') return VOTES.map((value) => ({ value, label: String(value) }));
  if (column.name === 'support') {
    const answers = SUPPORT.map((value) => ({ value, label: supports[value] ?? String(value) }));
    return [...answers, { value: null, label: notAsked }];
  }
  const names = column.name === 'party' ? parties : sexes;
  const given = (column.values ?? []).map(({ value, voters }) => ({ value, label: names[value] ?? value, title: value, voters }));
  return column.nulls > 0 ? [...given, { value: null, label: words.universe.notGiven, voters: column.nulls }] : given;
}
