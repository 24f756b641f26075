import { ruleTopic } from './rule.ts';

const it = 'sensitive data: ';

export const sensitiveDataRules = ruleTopic('Sensitive data', 'SEN', 'sensitive-data.test.ts', [
  ['It is given at creation by kind of key and subject, with aliases and metadata', `${it}given at creation`],
  ['Code reads it by subject and by alias', `${it}given at creation`],
  ['Code lists the subjects of an order without their data', `${it}given at creation`],
  ['Updates merge per key; aliases are added; metadata stays unless given', `${it}an update merges`],
  [
    'Keys and subjects are deleted by code, which learns whether something was there',
    `${it}an update merges`,
    `${it}user code deletes`,
  ],
  ['An unknown alias is INVALID-ALIAS', `${it}user code deletes`],
  ['Updates are committed before the call returns', `${it}an update is on disk`],
  ['It is purged on COMPLETE and CANCELED as the two options say', `${it}`],
  ['It is encrypted at rest, subject and metadata too', `${it}nothing of it is readable`],
  ['It is never in logs, events, audit, errors, history or order answers', `${it}nothing of it is readable`],
  ['Deleted bytes are gone from database and log', `${it}what is purged is gone`],
  ['A subject is found across all orders and workflows', `${it}search finds`],
  [
    'A subject is deleted across all orders; unfinished ones only by force (ORDER-STATUS-ERROR)',
    `${it}purging a subject`,
  ],
  ['Operations replace the data of one subject', `${it}operations replace`],
  ['What is sealed belongs to its order and subject', `${it}sealed for one order`],
  ['Without keys it is refused with SENSITIVE-DATA-ERROR', `${it}without keys`],
  ['Updates at the same time lose nothing', `${it}two updates`],
]);
