import type { YamlFaultKind } from '../../yaml/fault.ts';
import type { ProblemCode } from '../problems.ts';
import type { FileRule } from '../rule.ts';

/** What the YAML reader found. */
export const yamlFaults: FileRule = {
  scope: 'file',
  check({ document }, report) {
    for (const fault of document.faults)
      report(codes[fault.kind], document.lines.range(fault.start, fault.end), fault.values);
  },
};

const codes: Readonly<Record<YamlFaultKind, ProblemCode>> = {
  'too-long': 'ORDO-YAML-001',
  'too-many-nodes': 'ORDO-YAML-002',
  'too-many-tokens': 'ORDO-YAML-003',
  'too-deep': 'ORDO-YAML-004',
  'too-many-aliases': 'ORDO-YAML-005',
  'duplicate-key': 'ORDO-YAML-006',
  'key-not-text': 'ORDO-YAML-007',
  'alias-unknown': 'ORDO-YAML-008',
  'merge-not-map': 'ORDO-YAML-009',
  'several-documents': 'ORDO-YAML-010',
  'tag-ignored': 'ORDO-YAML-011',
  'tab-indent': 'ORDO-YAML-012',
  indent: 'ORDO-YAML-013',
  'missing-character': 'ORDO-YAML-014',
  'bad-start': 'ORDO-YAML-015',
  'bad-escape': 'ORDO-YAML-016',
  syntax: 'ORDO-YAML-017',
  'quote-open': 'ORDO-YAML-023',
  'bracket-open': 'ORDO-YAML-024',
  'colon-in-text': 'ORDO-YAML-025',
  'no-colon': 'ORDO-YAML-026',
  unexpected: 'ORDO-YAML-027',
};
