import { defineProblems } from '../../base/problems.ts';

/** Every text of the language tools: what is wrong and what to do. The reference page of codes is made from this table. */
export const problems = defineProblems({
  // ---- the text as YAML
  'ORDO-YAML-001': {
    severity: 'error',
    message: 'The file has {bytes} bytes; at most {limit} are read.',
    remedy: 'Split it, or keep data out of it.',
  },
  'ORDO-YAML-002': {
    severity: 'error',
    message: 'The file has more than {limit} values, with aliases counted as what they stand for.',
    remedy: 'Split it, or use fewer aliases.',
  },
  'ORDO-YAML-003': {
    severity: 'error',
    message: 'The file has more than {limit} words, marks and lines.',
    remedy: 'Split it.',
  },
  'ORDO-YAML-004': {
    severity: 'error',
    message: 'Values are nested more than {limit} levels deep here.',
    remedy: 'Check brackets and indentation; no object needs that.',
  },
  'ORDO-YAML-005': {
    severity: 'error',
    message: 'The file has more than {limit} aliases.',
    remedy: 'Write the values out.',
  },
  'ORDO-YAML-006': {
    severity: 'error',
    message: 'The key "{key}" stands here a second time.',
    remedy: 'Remove one of the two; the first one counts.',
  },
  'ORDO-YAML-007': {
    severity: 'error',
    message: 'A list or a hash cannot be a key.',
    remedy: 'Use a text as the key. A "{" or "[" that belongs to a text needs quotes around the text.',
  },
  'ORDO-YAML-008': {
    severity: 'error',
    message: 'This alias stands for nothing: {detail}',
    remedy: 'Put the anchor (&name) before the alias (*name), or put the text in quotes if it begins with a star.',
  },
  'ORDO-YAML-009': {
    severity: 'error',
    message: 'Only a hash can be merged with "<<".',
    remedy: 'Let the alias stand for a hash.',
  },
  'ORDO-YAML-010': {
    severity: 'error',
    message: 'A second document begins here; a file holds one object.',
    remedy: 'Move it to a file of its own.',
  },
  'ORDO-YAML-011': {
    severity: 'warning',
    message: 'The tag is ignored: {detail}',
    remedy: 'Remove the tag.',
  },
  'ORDO-YAML-012': {
    severity: 'error',
    message: 'A tab stands in the indentation.',
    remedy: 'Use spaces.',
  },
  'ORDO-YAML-013': {
    severity: 'error',
    message: 'The indentation does not fit: {detail}',
    remedy: 'Give keys of one hash and entries of one list the same indentation.',
  },
  'ORDO-YAML-014': {
    severity: 'error',
    message: 'A character is missing: {detail}',
    remedy: 'Close the quote or bracket, or add the missing mark.',
  },
  'ORDO-YAML-015': {
    severity: 'error',
    message: 'A text without quotes cannot begin like this: {detail}',
    remedy: 'Put the text in quotes.',
  },
  'ORDO-YAML-016': {
    severity: 'error',
    message: 'The escape in this text is not known: {detail}',
    remedy: 'Write \\\\ for a backslash, or use single quotes.',
  },
  'ORDO-YAML-017': {
    severity: 'error',
    message: 'This is not valid YAML: {detail}',
    remedy: 'Check quotes, colons and indentation on this line and the one before.',
  },
  'ORDO-YAML-018': {
    severity: 'error',
    message: 'The file cannot be read: {reason}.',
    remedy: 'Mend the file, or move it out of the project.',
  },
  'ORDO-YAML-019': {
    severity: 'error',
    message: '"{word}" is not a kind of object.{hint}',
    remedy: 'Write one of: {kinds}.',
  },
  'ORDO-YAML-020': {
    severity: 'error',
    message: 'The file does not say what kind of object it holds.',
    remedy: 'Write "type: {kind}" at its beginning.',
  },
  'ORDO-YAML-021': {
    severity: 'error',
    message: 'An object is a hash of keys and values; this is {found}.',
    remedy: 'Write "key: value" lines.',
  },
  'ORDO-YAML-022': {
    severity: 'information',
    message: 'There are {count} more problems in this file.',
    remedy: 'Mend those above first.',
  },
  'ORDO-YAML-023': {
    severity: 'error',
    message: 'This quote is never closed.',
    remedy: 'Close it at the end of the text.',
  },
  'ORDO-YAML-024': {
    severity: 'error',
    message: 'A list or hash in brackets is not closed before this place.',
    remedy: 'Add "{bracket}".',
  },
  'ORDO-YAML-025': {
    severity: 'error',
    message: 'A text with ": " in it needs quotes.',
    remedy: 'Put the text in quotes.',
  },
  'ORDO-YAML-026': {
    severity: 'error',
    message: 'This line has no colon where a key is expected.',
    remedy: 'Write "key: value", or indent the line so that it belongs to the text before it.',
  },
  'ORDO-YAML-027': {
    severity: 'error',
    message: 'This cannot stand here.',
    remedy: 'Check quotes, brackets and indentation of this line and the one before.',
  },

  // ---- keys and values of an object
  'ORDO-KEY-001': {
    severity: 'error',
    message: 'The key "{key}" is not known {where}. Did you mean "{suggestion}"?',
    remedy: 'Correct the key or remove it.',
  },
  'ORDO-KEY-002': {
    severity: 'warning',
    message: 'The key "{key}" is not known {where}; it has no effect.',
    remedy: 'Remove it. Keys that are known: {known}.',
  },
  'ORDO-KEY-003': {
    severity: 'error',
    message: 'The key "{key}" is missing {where}.',
    remedy: '{remedy}',
  },
  'ORDO-KEY-004': {
    severity: 'error',
    message: '{what} must be {expected}, but is {found}.',
    remedy: 'Write {expected}.',
  },
  'ORDO-KEY-005': {
    severity: 'error',
    message: '{what} must be a text, but {source} without quotes is {found}.',
    remedy: 'Put it in quotes: "{source}".',
  },
  'ORDO-KEY-006': {
    severity: 'error',
    message: '{what} must be true or false; "{source}" is a text.',
    remedy: 'Write {wanted}.',
  },
  'ORDO-KEY-007': {
    severity: 'error',
    message: '{what} cannot be "{value}".{hint}',
    remedy: 'Write one of: {allowed}.',
  },
  'ORDO-KEY-008': {
    severity: 'error',
    message: '{what} cannot be "{value}".',
    remedy: '{rule}',
  },
  'ORDO-KEY-009': {
    severity: 'error',
    message: '{what} has {found} {unit}; at most {limit} are allowed.',
    remedy: 'Make it shorter.',
  },
  'ORDO-KEY-010': {
    severity: 'error',
    message: '{what} must not be empty.',
    remedy: 'Write a value, or remove the key.',
  },
  'ORDO-KEY-011': {
    severity: 'error',
    message: '{what} is {value}; it must be {rule}.',
    remedy: 'Write a number in that range.',
  },
  'ORDO-KEY-012': {
    severity: 'error',
    message: '{what} has no value.',
    remedy: 'Write {expected} after the colon, or remove the key.',
  },
  'ORDO-KEY-013': {
    severity: 'error',
    message: '{what} names the same thing twice: entries {first} and {second} are equal.',
    remedy: 'Remove one of them.',
  },
  'ORDO-KEY-014': {
    severity: 'error',
    message: '{what} is not allowed as it is: it {rule}.',
    remedy: 'Compare with the reference page of this kind of object.',
  },

  // ---- objects and their files
  'ORDO-OBJ-001': {
    severity: 'error',
    message: 'The {kind} "{name}" is defined twice: also in {other}.',
    remedy: 'Remove one of them, or give it another {part}.',
  },
  'ORDO-OBJ-002': {
    severity: 'warning',
    message: 'The {kind} "{name}" differs from "{other}" only in upper and lower case.',
    remedy: 'Give one of them another name.',
  },
  'ORDO-OBJ-010': {
    severity: 'error',
    message: 'The code file "{file}" of the {kind} "{name}" does not exist.',
    remedy: 'Create it, or correct "code".',
  },
  'ORDO-OBJ-011': {
    severity: 'error',
    message: 'The code file "{file}" lies outside the project folder.',
    remedy: 'Move it into the project.',
  },
  'ORDO-OBJ-012': {
    severity: 'information',
    message: 'The {kind} "{name}" is written in {language}, which Ordo shows but does not run.',
    remedy: 'Write its class in TypeScript to run it.',
  },
  'ORDO-OBJ-013': {
    severity: 'information',
    message: 'Flow diagrams run instead of methods of the {kind} "{name}"; Ordo shows them but does not run them yet.',
    remedy: 'Write the methods in TypeScript and remove "fsm" to run it.',
  },
  'ORDO-OBJ-014': {
    severity: 'error',
    message: 'There is a package called "ordo" in this project: {where}. The name "ordo" belongs to the API for steps.',
    remedy: 'Remove the package.',
  },

  // ---- references between objects
  'ORDO-REF-001': {
    severity: 'error',
    message: 'There is no {kind} "{name}" in this project.{hint}',
    remedy: 'Correct the name, or create {kind} "{name}".',
  },
  'ORDO-REF-002': {
    severity: 'error',
    message: 'There is no version {version} of {kind} "{name}"; there is {versions}.',
    remedy: 'Correct the version, or create it.',
  },
  'ORDO-REF-003': {
    severity: 'error',
    message: '"{text}" does not say which {kind} is meant.',
    remedy: 'Write name and version, for example "{example}".',
  },
  'ORDO-REF-004': {
    severity: 'warning',
    message: 'There is no group "{name}" in this project.{hint}',
    remedy: 'Correct the name, or create the group.',
  },
  'ORDO-REF-005': {
    severity: 'information',
    message: '{kind} "{name}" is not in this project.',
    remedy: 'Nothing needs to be done as long as the code is shown only; bring it here to convert it.',
  },

  // ---- workflows
  'ORDO-WF-001': {
    severity: 'error',
    message: '"steps" must be a list.',
    remedy: 'Write each step on a line of its own that begins with "- ".',
  },
  'ORDO-WF-002': {
    severity: 'error',
    message: 'The workflow has no steps.',
    remedy: 'Add at least one step.',
  },
  'ORDO-WF-003': {
    severity: 'error',
    message: 'This entry of "steps" has another form than the rest, which uses {form}.',
    remedy: 'Write all entries as nested lists, or all as "step" and "after".',
  },
  'ORDO-WF-004': {
    severity: 'error',
    message: 'This is not a step.',
    remedy: 'Write a step as "name:version".',
  },
  'ORDO-WF-005': {
    severity: 'error',
    message: 'Step "{step}" has no version here.',
    remedy: 'Write "{example}".',
  },
  'ORDO-WF-006': {
    severity: 'error',
    message: '"{step}" is not a step reference.',
    remedy: 'Write name, colon and version, for example "pay:1.0".',
  },
  'ORDO-WF-007': {
    severity: 'error',
    message: 'Step "{step}" stands here a second time; a step stands once in a workflow.',
    remedy: 'Remove it, or make a step of another name for the second time.',
  },
  'ORDO-WF-008': {
    severity: 'error',
    message: 'This group of steps is empty.',
    remedy: 'Put steps into it, or remove it.',
  },
  'ORDO-WF-009': {
    severity: 'error',
    message: 'This entry does not name its step.',
    remedy: 'Add "step: name:version".',
  },
  'ORDO-WF-010': {
    severity: 'error',
    message: 'Step "{step}" does not say what it waits for.',
    remedy: 'Add "after: [names of steps]"; "after: []" starts with the order.',
  },
  'ORDO-WF-011': {
    severity: 'error',
    message: '"after" must be a list of step names.',
    remedy: 'Put the names in brackets: "after: [pay]"; "after: []" starts with the order.',
  },
  'ORDO-WF-012': {
    severity: 'error',
    message: 'Step {path}.',
    remedy: 'Remove one dependency.',
  },
  'ORDO-WF-013': {
    severity: 'error',
    message: 'There is no step "{step}" in this workflow.{hint}',
    remedy: 'Correct the name, or add the step to "steps".',
  },
  'ORDO-WF-014': {
    severity: 'error',
    message: '"{step}" can mean {versions}.',
    remedy: 'Write it with its version.',
  },
  'ORDO-WF-015': {
    severity: 'warning',
    message: 'The dependency on "{step}" stands here twice.',
    remedy: 'Remove one.',
  },
  'ORDO-WF-016': {
    severity: 'error',
    message: 'Step "{step}" waits for itself.',
    remedy: 'Remove the dependency.',
  },
  'ORDO-WF-017': {
    severity: 'error',
    message: 'The workflow has more than {limit} steps.',
    remedy: 'Move some into a workflow of their own and start it by a subworkflow step.',
  },
  'ORDO-WF-018': {
    severity: 'error',
    message: 'The workflow has more than {limit} dependencies.',
    remedy: 'Put a step between large groups that follow each other.',
  },
  'ORDO-WF-019': {
    severity: 'warning',
    message: 'The key "{key}" is not known here; it has no effect.',
    remedy: 'Remove it. An entry has "step" and "after".',
  },
  'ORDO-WF-020': {
    severity: 'error',
    message: '"autostart" is {autostart}, more than "max_instances" allows ({max}).',
    remedy: 'Lower "autostart" or raise "max_instances".',
  },
  'ORDO-WF-021': {
    severity: 'error',
    message: 'The option "{option}" has a value but is not declared.{hint}',
    remedy: 'Declare it under "options", or remove the value.',
  },
  'ORDO-WF-022': {
    severity: 'information',
    message: 'The dependency on "{to}" says nothing new: another step in this list waits for it already.',
    remedy: 'Remove it.',
  },
  'ORDO-WF-023': {
    severity: 'error',
    message: 'No step of this workflow has a configuration item "{item}".{hint}',
    remedy: 'Correct the name, or remove the value.',
  },
  'ORDO-WF-024': {
    severity: 'error',
    message: 'The configuration item "{item}" of step "{step}" is strictly local; a workflow cannot set it.',
    remedy: 'Set its value in the step.',
  },
  'ORDO-WF-025': {
    severity: 'error',
    message: 'A blank stands after the colon, so that this is not a step reference.',
    remedy: 'Write "{step}".',
  },

  // ---- steps
  'ORDO-STEP-001': {
    severity: 'error',
    message: '"steptype" is {written}, but {base} is a base class for {actual} steps.',
    remedy: 'Remove "steptype": the base class says it.',
  },
  'ORDO-STEP-002': {
    severity: 'error',
    message: '"arraytype" is {written}, but {base} makes it {actual}.',
    remedy: 'Remove "arraytype": the base class says it.',
  },
  'ORDO-STEP-003': {
    severity: 'error',
    message: 'The asynchronous step "{name}" has no queue.',
    remedy: 'Add "queue: name of a queue".',
  },
  'ORDO-STEP-004': {
    severity: 'error',
    message: 'Only asynchronous steps have a queue; "{name}" is {type}.',
    remedy: 'Remove "queue", or use AsyncStep as base class.',
  },
  'ORDO-STEP-005': {
    severity: 'error',
    message: 'The event step "{name}" has no synchronization event.',
    remedy: 'Add "event: name of an event".',
  },
  'ORDO-STEP-006': {
    severity: 'error',
    message: 'Only event steps have a synchronization event; "{name}" is {type}.',
    remedy: 'Remove "event", or use EventStep as base class.',
  },
  'ORDO-STEP-007': {
    severity: 'error',
    message: 'Only asynchronous steps have user interaction; "{name}" is {type}.',
    remedy: 'Remove "user-interaction", or use AsyncStep as base class.',
  },
  'ORDO-STEP-008': {
    severity: 'error',
    message: '"{method}" is not a method of {kind}, so the trigger never comes.{hint}',
    remedy: 'Write one of: {methods}.',
  },

  // ---- error definitions
  'ORDO-ERR-001': {
    severity: 'error',
    message: '"retry-delay" of error "{error}" needs status RETRY; the status is {status}.',
    remedy: 'Set "status: RETRY", or remove "retry-delay".',
  },
  'ORDO-ERR-002': {
    severity: 'error',
    message: 'Error "{error}" has both "status" and "retry_flag".',
    remedy: 'Remove "retry_flag".',
  },
  'ORDO-ERR-003': {
    severity: 'error',
    message: 'Error "{error}" is defined twice in this file.',
    remedy: 'Remove one definition.',
  },
  'ORDO-ERR-004': {
    severity: 'warning',
    message:
      'Error "{error}" has severity {severity}, which never changes the status of a step; "status: {status}" has no effect.',
    remedy: 'Set severity MAJOR, or remove "status".',
  },

  // ---- jobs
  'ORDO-JOB-001': {
    severity: 'error',
    message: 'The job "{name}" has both "schedule" and "{other}".',
    remedy: 'Keep one of them.',
  },
  'ORDO-JOB-002': {
    severity: 'error',
    message: 'The job "{name}" does not say when it runs.',
    remedy: 'Add "schedule" (cron fields) or "duration" (seconds).',
  },
  'ORDO-JOB-003': {
    severity: 'error',
    message: '"{text}" is not valid for "{field}": {reason}.',
    remedy: 'Use * or {range}, with "," for lists, "-" for ranges and "/n" for every n-th.',
  },
  'ORDO-JOB-004': {
    severity: 'error',
    message: 'The schedule never comes: {reason}.',
    remedy: 'Correct "days" or "months".',
  },
  'ORDO-JOB-005': {
    severity: 'error',
    message: 'There is no time zone "{zone}".',
    remedy: 'Write a name of the IANA time zone database, such as Europe/Berlin or UTC.',
  },

  // ---- TypeScript
  'ORDO-TS-001': {
    severity: 'error',
    message: '{detail} (TS{code})',
    remedy: 'Correct the code.',
  },
  'ORDO-TS-002': {
    severity: 'error',
    message: '{detail} (TS{code})',
    remedy: '{remedy}',
  },
  'ORDO-TS-003': {
    severity: 'error',
    message: 'The code file "{file}" exports no class "{class}".{hint}',
    remedy: 'Write "export class {class} …" in it, or correct "class-name".',
  },
  'ORDO-TS-004': {
    severity: 'error',
    message: 'The code file "{file}" exports no class.',
    remedy: 'Write "export class … extends {base}" in it.',
  },
  'ORDO-TS-005': {
    severity: 'error',
    message: 'The code file "{file}" exports several classes: {classes}.',
    remedy: 'Say which one it is with "class-name".',
  },
  'ORDO-TS-006': {
    severity: 'error',
    message: 'The class "{class}" of the {kind} "{name}" does not extend {expected}.',
    remedy: 'Write "extends {example}" and import it from \'ordo\'.',
  },
  'ORDO-TS-007': {
    severity: 'error',
    message: 'The YAML file says {written}, but the class "{class}" extends {base}.',
    remedy: 'Change one of the two.',
  },
  'ORDO-TS-008': {
    severity: 'error',
    message: 'The method "{method}" is never called. Did you mean "{suggestion}"?',
    remedy: 'Rename it, or make it private if the class itself calls it.',
  },
  'ORDO-TS-009': {
    severity: 'error',
    message: '{base} has no method "{method}"; it would never be called.',
    remedy: 'Remove it, or extend a base class that has it: {having}.',
  },
  'ORDO-TS-010': {
    severity: 'error',
    message: 'The class "{class}" is abstract; the engine cannot make an object of it.',
    remedy: 'Remove "abstract", or name a class that extends it.',
  },
  'ORDO-TS-011': {
    severity: 'information',
    message: 'Plugins of the TypeScript compiler are not run when Ordo checks code.',
    remedy: 'Nothing needs to be done; they still work in your editor.',
  },
  'ORDO-TS-012': {
    severity: 'warning',
    message: 'tsconfig.json cannot be read: {detail}',
    remedy: 'Correct the file; until then the code is checked as if it were not there.',
  },
  'ORDO-TS-013': {
    severity: 'error',
    message: '"primary" of {base} may end without {calls}; the step would end in error.',
    remedy: 'Call exactly one of them on every path, or throw.',
  },
  'ORDO-TS-014': {
    severity: 'error',
    message: 'One of {calls} was called before this on some path; the second call is refused.',
    remedy: 'Call exactly one of them on every path.',
  },
  'ORDO-TS-015': {
    severity: 'warning',
    message: '"this.{member}" is changed here, but one object of the class serves all orders at the same time.',
    remedy: 'Keep what belongs to an order in the order: "order.stepData.update({ … })".',
  },
  'ORDO-TS-016': {
    severity: 'error',
    message: 'The order key "{key}" is not in the "keylist" of workflow "{workflow}".{hint}',
    remedy: 'Correct the name, or add it to "keylist".',
  },
  'ORDO-TS-017': {
    severity: 'error',
    message: 'The {kind} "{name}" declares no configuration item "{item}".{hint}',
    remedy: 'Correct the name, or declare it under "config-items".',
  },
  'ORDO-TS-018': {
    severity: 'warning',
    message:
      'No definition of the error "{error}" is in this project; it counts as MAJOR and is not tried again.{hint}',
    remedy: 'Correct the name, or define it in an errors file.',
  },
  'ORDO-TS-019': {
    severity: 'information',
    message: 'No step of the workflow writes "{key}" to the dynamic data.{hint}',
    remedy: 'Correct the name, or write it in an earlier step.',
  },
  'ORDO-TS-020': {
    severity: 'error',
    message: 'The order of a {base} has no "{call}"; the call would fail.',
    remedy: 'Remove it, or extend {bases}.',
  },

  // ---- what makes a step recoverable (manual: requirements of recoverable workflows)
  'ORDO-REC-001': {
    severity: 'warning',
    message:
      'Step "{name}" changes something outside here and has no validation: after a crash nobody can tell whether it happened, and it happens again.',
    remedy:
      'Add "validation" that looks in the end system; if a second call does no harm, write "Needs no validation:" and why into the comment of the class.',
  },
  'ORDO-REC-002': {
    severity: 'warning',
    message:
      'Step "{name}" changes something outside a second time: when it ends between the two, half of it has happened.',
    remedy: 'Make two steps of it, one for each effect.',
  },
  'ORDO-REC-003': {
    severity: 'warning',
    message: 'The error ends here: the step will be COMPLETE although something failed.',
    remedy: 'Throw it on, or raise it with "order.stepError"; its definition decides what happens then.',
  },
  'ORDO-REC-004': {
    severity: 'warning',
    message:
      'Error "{error}" is raised with a time for the next attempt, but its definition has status {status}: there is none.',
    remedy: 'Define it with "status: RETRY", or leave out the delay.',
  },
  'ORDO-REC-005': {
    severity: 'information',
    message:
      'Something outside is changed here before anyone has looked at the input: workflow {workflows} takes any static data.',
    remedy: 'Describe the data in "staticdata-type", or check it in the first step or in "attach".',
  },
  'ORDO-REC-006': {
    severity: 'warning',
    message:
      '"{what}" gives another answer each time, but "array" must give the same elements in the same order at every start.',
    remedy: 'Take the elements from static data, or keep them in dynamic data.',
  },
  'ORDO-REC-007': {
    severity: 'warning',
    message: 'Nobody waits for "{call}": its error is lost, and the step may be COMPLETE before it has happened.',
    remedy: 'Write "await" before it.',
  },
  'ORDO-REC-008': {
    severity: 'warning',
    message: 'By its name error "{error}" passes by itself, but with status ERROR it is never tried again.',
    remedy: 'Write "status: RETRY" if the step may be run again after it.',
  },
});

export type ProblemCode = Extract<keyof typeof problems, `ORDO-${string}`>;
