// Words and numbers in the reader's language. A missing French sentence is a compile error.

import { en } from './en.ts';
import { fr } from './fr.ts';

export type Messages = typeof en;
export type Language = 'en' | 'fr';

export const languages: readonly Language[] = ['en', 'fr'];
export const dictionaries: Record<Language, Messages> = { en, fr };
