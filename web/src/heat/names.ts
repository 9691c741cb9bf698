// What a field is called, and the sentence that says what its numbers mean.

import type { Messages } from '../i18n/index.ts';
import type { Numbers } from '../i18n/numbers.ts';
import type { Field } from './fields.ts';

export function fieldName(field: Field, words: Messages, nums: Numbers): string {
  return field.election ? words.heat.stayedHome(nums.date(field.election.date)) : words.heat.names[field.family];
}

export function fieldSentence(field: Field, words: Messages, nums: Numbers): string {
  return field.election ? words.heat.stayedHomeSentence(nums.date(field.election.date)) : words.heat.sentences[field.family];
}
