/**
 * Types of the YAML objects, made from schemas/metadata. Do not edit: run npm run generate.
 */

/**
 * What other objects call this one. Up to 160 characters: letters, digits, `_`, `-`, `.` and spaces inside.
 */
export type Name = string;
/**
 * Version of the object, a text in quotes. Name and version together identify it; several versions may exist side by side.
 */
export type Version = string;
/**
 * A label that shows that the object was updated without a new version. References to the object stay as they are.
 */
export type Patch = string;
/**
 * What the object is for; Markdown is shown formatted. Up to 4000 characters.
 */
export type Desc = string;
/**
 * Who wrote it.
 */
export type Author = string[];
/**
 * A step, or a list of what runs side by side (in a list of what runs in turn, and the other way round).
 */
export type WorkflowNestedStep = WorkflowStepReference | WorkflowNestedStep[];
/**
 * A step as `name:version`.
 */
export type WorkflowStepReference = string;
/**
 * File with the code, relative to this file. Without it the file of the same base name is used: `pay.step.ts` for `pay.step.yaml`.
 */
export type Code = string;
/**
 * Programming language of the code. Ordo runs TypeScript; the other languages of the manuals are accepted and shown, but not run.
 */
export type Lang = 'typescript' | 'qore' | 'java' | 'python';
/**
 * Names of the interface groups the object belongs to. An object in a disabled group does not run.
 */
export type Groups = string[];
/**
 * Names of class objects that are loaded with this one. TypeScript code uses imports instead.
 */
export type Classes = string[];
/**
 * Names of constant objects that are loaded with this one. TypeScript code uses imports instead.
 */
export type Constants = string[];
/**
 * Names of function objects that are loaded with this one. TypeScript code uses imports instead.
 */
export type Functions = string[];
/**
 * Mappers that the code uses, each as `name:version`.
 */
export type Mappers = string[];
/**
 * Names of value maps that the code uses.
 */
export type Vmaps = string[];
/**
 * Modules that are loaded with the code. TypeScript code uses imports instead.
 */
export type Modules = string[];
/**
 * Written by graphical tools; kept as it is.
 */
export type ClassPrefixes = {
  [k: string]: unknown;
}[];
/**
 * Name of the class in the code file. Without it the file must export exactly one class.
 */
export type ClassName = string;
/**
 * Type of the value. With `*` in front the value may be empty.
 */
export type ConfigType =
  | 'string'
  | 'int'
  | 'float'
  | 'bool'
  | 'date'
  | 'hash'
  | 'list'
  | 'any'
  | 'data-provider'
  | 'connection'
  | 'mapper'
  | 'value-map'
  | 'workflow'
  | 'service'
  | 'job'
  | '*string'
  | '*int'
  | '*float'
  | '*bool'
  | '*date'
  | '*hash'
  | '*list'
  | '*data-provider'
  | '*connection'
  | '*mapper'
  | '*value-map'
  | '*workflow'
  | '*service'
  | '*job';
/**
 * Values that operations may change without a new version of the code.
 */
export type ConfigItems = ConfigItem[];
/**
 * Finite state machines that run instead of methods of the class. They are accepted and shown, but not run yet.
 */
export type FsmTriggers = {
  /**
   * Name of the fsm object.
   */
  name: string;
  /**
   * What starts it: a method of the object, or a connector of a class.
   */
  triggers?: {
    /**
     * Method that the state machine replaces.
     */
    method?: string;
    /**
     * Class of the connector.
     */
    class?: string;
    /**
     * Connector of the class.
     */
    connector?: string;
  }[];
}[];
/**
 * How one output field is filled. An empty rule takes the input field of the same name.
 */
export type MapperField =
  | {
      /**
       * Input field, with . between the parts of its path.
       */
      name?: string;
      /**
       * A fixed value; excludes the other rules.
       */
      constant?: {
        [k: string]: unknown;
      };
      /**
       * Value when the input gives nothing.
       */
      default?: {
        [k: string]: unknown;
      };
      /**
       * Method of a mapper-code object, called with the value and the record.
       */
      code?: string;
      /**
       * Template; $local:input is the record.
       */
      context?: {
        [k: string]: unknown;
      };
      /**
       * Number of the row, added to this number or put after this text.
       */
      index?: number | string;
      /**
       * Text is cut to the size of the field.
       */
      trunc?: boolean;
      /**
       * Options of the output type.
       */
      type_options?: {
        [k: string]: unknown;
      };
      /**
       * The whole record is the value.
       */
      use_input_record?: boolean;
      /**
       * Key of the data given at run time.
       */
      runtime?: {
        [k: string]: unknown;
      };
      /**
       * A mapper for the value.
       */
      submapper?: {
        [k: string]: unknown;
      };
      /**
       * Options of that mapper.
       */
      submapper_options?: {
        [k: string]: unknown;
      };
      /**
       * That mapper takes its input by itself.
       */
      submapper_auto_input?: {
        [k: string]: unknown;
      };
      /**
       * The value is a template.
       */
      template?: {
        [k: string]: unknown;
      };
    }
  | boolean
  | string
  | null;
/**
 * Mapper-code objects that its fields call, each as `name:version`.
 */
export type NameList = string[];

/**
 * The data of an object by its kind.
 */
export interface ObjectByKind {
  workflow: WorkflowObject;
  step: StepObject;
  job: JobObject;
  service: ServiceObject;
  class: ClassObject;
  mapper: MapperObject;
  'mapper-code': MapperCodeObject;
  'value-map': ValueMapObject;
  queue: QueueObject;
  event: EventObject;
  group: GroupObject;
  errors: ErrorsObject;
  fsm: FsmObject;
  pipeline: PipelineObject;
  type: TypeObject;
  connection: ConnectionObject;
  function: FunctionObject;
  constant: ConstantObject;
  'config-item-values': ConfigItemValuesObject;
}
/**
 * Steps and the order in which they run. An order is one piece of work that passes through the steps; each step's result is kept before the next one starts.
 */
export interface WorkflowObject {
  /**
   * Says that this file holds a workflow.
   */
  type: 'workflow';
  name: Name;
  version: Version;
  patch?: Patch;
  desc: Desc;
  author?: Author;
  /**
   * The steps and what they wait for, in one of two forms. Nested lists: the steps of a list run one after another, a list inside it runs side by side, a list inside that one after another again. Or a list of `step` and `after`, which can say every graph without a cycle. A step stands once in a workflow.
   */
  steps: (WorkflowNestedStep[] | WorkflowExplicitStep[]) & unknown[];
  /**
   * Number of execution instances that are started with the engine and kept running. 0 or absent: started by hand only. Operations may change it; a deploy does not undo that.
   */
  autostart?: number;
  /**
   * Greatest number of execution instances at one time; each works on one normal and one recovery order per segment. 1 works on one order after another. Absent: an instance takes as many orders at once as the engine allows.
   */
  max_instances?: number;
  /**
   * true: the workflow's code runs in a process of its own, so that a fault in it harms no other workflow. false: it shares one process, which needs less memory. Operations may change it; a deploy does not undo that.
   */
  remote?: boolean;
  /**
   * Seconds within which an order should be COMPLETE or CANCELED. Operations may change it; a deploy does not undo that.
   */
  sla_threshold?: number;
  /**
   * Names of the keys by which orders of this workflow can be found. Only these may be set on an order.
   */
  keylist?: string[];
  /**
   * What an order's static data must look like. It is checked when an order is created, and steps see it as TypeScript types.
   */
  'staticdata-type'?: {
    [k: string]: unknown;
  };
  /**
   * Name of the errors object that says how the errors of this workflow's steps are treated.
   */
  errors?: string;
  /**
   * Options of this workflow, name to description. When any are declared, only these and the system options recover_delay, async_delay, max-retries and max-async-retries are accepted.
   */
  options?: {
    [k: string]: string;
  };
  'system-options'?: SystemOptions;
  /**
   * Status codes of your own, one character to its description, which a step may give to its order.
   */
  statuses?: {
    [k: string]: string;
  };
  /**
   * Class with code for the whole workflow (attach, detach, error handler, start of an instance). Without it there is none.
   */
  'class-name'?: string;
  /**
   * Base class of the workflow's class.
   */
  'base-class-name'?: 'Workflow' | 'QorusWorkflow';
  code?: Code;
  lang?: Lang;
  groups?: Groups;
  tags?: Tags;
  /**
   * Values that the workflow sets for configuration items of its steps.
   */
  'config-item-values'?: {
    /**
     * Name of the item.
     */
    name: string;
    /**
     * Its value.
     */
    value: {
      [k: string]: unknown;
    };
    /**
     * The value is a template.
     */
    is_value_templated_string?: boolean;
    /**
     * Prefix of the item's name.
     */
    prefix?: string;
  }[];
  classes?: Classes;
  constants?: Constants;
  functions?: Functions;
  mappers?: Mappers;
  vmaps?: Vmaps;
  modules?: Modules;
  'class-connections'?: ClassConnections;
  'class-prefixes'?: ClassPrefixes;
}
/**
 * A step and the steps it waits for.
 */
export interface WorkflowExplicitStep {
  step: WorkflowStepReference;
  /**
   * Names of the steps of this workflow that must be COMPLETE first. An empty list starts with the order.
   */
  after: string[];
}
/**
 * Values of options for this object: system options that may be set per object, and options that it declares itself.
 */
export interface SystemOptions {
  /**
   * Seconds before a step with status RETRY is tried again.
   */
  recover_delay?: number;
  /**
   * Seconds before a step with status ASYNC-WAITING is looked at again.
   */
  async_delay?: number;
  /**
   * Number of tries after which a step with status RETRY becomes ERROR.
   */
  'max-retries'?: number;
  /**
   * Number of tries after which a step with status ASYNC-WAITING becomes ERROR.
   */
  'max-async-retries'?: number;
  [k: string]: string | number | boolean | undefined;
}
/**
 * Labels of your own, name to text. They are stored and shown.
 */
export interface Tags {
  [k: string]: string;
}
/**
 * Written by graphical tools; kept as it is.
 */
export interface ClassConnections {
  [k: string]: unknown;
}
/**
 * One action of a workflow, written as a TypeScript class. A step should do one thing that either happens or does not; what must not happen twice has validation code.
 */
export interface StepObject {
  /**
   * Says that this file holds a step.
   */
  type: 'step';
  name: Name;
  version: Version;
  patch?: Patch;
  desc?: Desc;
  author?: Author;
  /**
   * What kind of step it is. NormalStep acts at once; AsyncStep waits for data in a queue; EventStep waits for a synchronization event; SubworkflowStep waits for an order of another workflow. The Array forms do so for each element of a list. The prefix `Qorus` of the manuals is accepted.
   */
  'base-class-name'?:
    | 'NormalStep'
    | 'NormalArrayStep'
    | 'AsyncStep'
    | 'AsyncArrayStep'
    | 'EventStep'
    | 'EventArrayStep'
    | 'SubworkflowStep'
    | 'SubworkflowArrayStep'
    | 'QorusNormalStep'
    | 'QorusNormalArrayStep'
    | 'QorusAsyncStep'
    | 'QorusAsyncArrayStep'
    | 'QorusEventStep'
    | 'QorusEventArrayStep'
    | 'QorusSubworkflowStep'
    | 'QorusSubworkflowArrayStep';
  /**
   * The kind of step. The base class already says it; when both are given they must agree.
   */
  steptype?: 'NORMAL' | 'ASYNC' | 'SUBWORKFLOW' | 'EVENT';
  /**
   * SERIES: the step runs for each element of a list, one after another. The base class already says it; when both are given they must agree.
   */
  arraytype?: 'NONE' | 'SERIES';
  'class-name'?: ClassName;
  code?: Code;
  lang?: Lang;
  /**
   * Queue in which the result of an asynchronous step arrives. Only asynchronous steps have one, and they need it.
   */
  queue?: string;
  /**
   * Synchronization event type that an event step waits for. Only event steps have one, and they need it.
   */
  event?: string;
  /**
   * A person completes the asynchronous step. Only asynchronous steps may have it.
   */
  'user-interaction'?: boolean;
  /**
   * Seconds after which one call of the step's code ends with the error STEP-TIMEOUT. Without it a call may take as long as it likes.
   */
  'step-timeout'?: number;
  'config-items'?: ConfigItems;
  /**
   * Data of your own about the step, for programs and pages that work with it.
   */
  'user-metadata'?: {
    [k: string]: unknown;
  };
  tags?: Tags;
  fsm?: FsmTriggers;
  classes?: Classes;
  constants?: Constants;
  functions?: Functions;
  mappers?: Mappers;
  vmaps?: Vmaps;
  modules?: Modules;
  'class-connections'?: ClassConnections;
  'class-prefixes'?: ClassPrefixes;
}
/**
 * A value that operations may change without a new version of the code.
 */
export interface ConfigItem {
  /**
   * Name of the item.
   */
  name: string;
  /**
   * What the item changes. Required unless it has a parent.
   */
  description?: string;
  type?: ConfigType;
  /**
   * Item of the same name from which unspecified attributes are inherited.
   */
  parent?: {
    'interface-type': 'class' | 'step' | 'job' | 'service';
    'interface-name': string;
    'interface-version'?: string;
  };
  /**
   * Value where none is set.
   */
  default_value?: {
    [k: string]: unknown;
  };
  /**
   * The default value is a template.
   */
  is_default_value_templated_string?: boolean;
  /**
   * Value that is set when the object is deployed.
   */
  value?: {
    [k: string]: unknown;
  };
  /**
   * The value is a template.
   */
  is_value_templated_string?: boolean;
  /**
   * The value can be set on this object only, not on workflow or global level.
   */
  strictly_local?: boolean;
  /**
   * Heading under which it is shown.
   */
  config_group?: string;
  /**
   * The only values that are accepted.
   */
  allowed_values?: unknown[];
  /**
   * The value is hidden on screens and in logs.
   */
  sensitive?: boolean;
  /**
   * Put before the name.
   */
  prefix?: string;
}
/**
 * Code that runs by a schedule.
 */
export interface JobObject {
  /**
   * Says that this file holds a job.
   */
  type: 'job';
  name: Name;
  version: Version;
  patch?: Patch;
  desc: Desc;
  author?: Author;
  tags?: Tags;
  'class-name'?: ClassName;
  code?: Code;
  lang?: Lang;
  /**
   * Base class of the class.
   */
  'base-class-name'?: string;
  /**
   * When it runs, in the five fields of cron. Give this or `duration`.
   */
  schedule?: {
    /**
     * 0 to 59.
     */
    minutes: string;
    /**
     * 0 to 23.
     */
    hours: string;
    /**
     * Days of the month, 1 to 31. When days and dow are both restricted, either match runs it.
     */
    days: string;
    /**
     * 1 to 12 or jan to dec.
     */
    months: string;
    /**
     * 0 to 7 (0 and 7 are Sunday) or sun to sat.
     */
    dow: string;
  };
  /**
   * Seconds between two runs. Give this or `schedule`.
   */
  duration?: number;
  /**
   * Another name for `duration`.
   */
  recurring?: number;
  /**
   * Time zone of the schedule; by default that of the engine.
   */
  timezone?: string;
  /**
   * false: it runs only on demand.
   */
  active?: boolean;
  /**
   * When the last run was missed it runs at once.
   */
  'run-skipped'?: boolean;
  /**
   * At most one engine runs it.
   */
  'single-instance'?: boolean;
  /**
   * From this time on it does not run and becomes inactive.
   */
  'expiry-date'?: string;
  /**
   * true: the code runs in a process of its own. false: it shares one.
   */
  remote?: boolean;
  groups?: Groups;
  'config-items'?: ConfigItems;
  fsm?: FsmTriggers;
  'system-options'?: SystemOptions1;
  classes?: Classes;
  constants?: Constants;
  functions?: Functions;
  mappers?: Mappers;
  vmaps?: Vmaps;
  modules?: Modules;
  'class-connections'?: ClassConnections;
  'class-prefixes'?: ClassPrefixes;
}
/**
 * Values of options for this object: system options that may be set per object, and options that it declares itself.
 */
export interface SystemOptions1 {
  [k: string]: string | number | boolean;
}
/**
 * Methods that others call, in a program that stays loaded.
 */
export interface ServiceObject {
  /**
   * Says that this file holds a service.
   */
  type: 'service';
  name: Name;
  version: Version;
  patch?: Patch;
  desc: Desc;
  author?: Author;
  tags?: Tags;
  'class-name'?: ClassName;
  code?: Code;
  lang?: Lang;
  /**
   * Base class of the class.
   */
  'base-class-name'?: string;
  /**
   * USER for all services of your own.
   */
  servicetype?: 'USER' | 'SYSTEM';
  /**
   * The methods that can be called.
   */
  methods?: ServiceMethod[];
  /**
   * It is loaded when the engine starts. Operations may change it.
   */
  autostart?: boolean;
  /**
   * true: the code runs in a process of its own. false: it shares one.
   */
  remote?: boolean;
  /**
   * It keeps no state between calls.
   */
  stateless?: boolean;
  /**
   * Files stored with the service, as patterns.
   */
  resource?: string[];
  /**
   * Binary files stored with the service, as patterns.
   */
  'bin-resource'?: string[];
  /**
   * Text files stored with the service, as patterns.
   */
  'text-resource'?: string[];
  /**
   * Files that are rendered when they are served, as patterns.
   */
  template?: string[];
  /**
   * Description of the API that the service offers and what serves it.
   */
  'api-manager'?: {
    [k: string]: unknown;
  };
  /**
   * Labels and their values: permissive, default, default-basic or cookie.
   */
  'define-auth-label'?: {
    [k: string]: 'permissive' | 'default' | 'default-basic' | 'cookie';
  };
  /**
   * Sources of events bound to methods.
   */
  events?: {
    [k: string]: unknown;
  }[];
  groups?: Groups;
  'config-items'?: ConfigItems;
  fsm?: FsmTriggers;
  'system-options'?: SystemOptions1;
  classes?: Classes;
  constants?: Constants;
  functions?: Functions;
  mappers?: Mappers;
  vmaps?: Vmaps;
  modules?: Modules;
  'class-connections'?: ClassConnections;
  'class-prefixes'?: ClassPrefixes;
  /**
   * For clusters; stored and shown.
   *
   * This interface was referenced by `ServiceObject`'s JSON-Schema definition
   * via the `patternProperty` "^(scaling|container)-".
   */
  [k: string]:
    | {
        [k: string]: unknown;
      }
    | 'service'
    | Name
    | Author
    | Tags
    | Lang
    | 'USER'
    | 'SYSTEM'
    | ServiceMethod[]
    | boolean
    | string[]
    | {
        [k: string]: 'permissive' | 'default' | 'default-basic' | 'cookie';
      }
    | {
        [k: string]: unknown;
      }[]
    | Groups
    | ConfigItems
    | FsmTriggers
    | SystemOptions1
    | Classes
    | Constants
    | Functions
    | Mappers
    | Vmaps
    | Modules
    | ClassConnections
    | ClassPrefixes
    | undefined;
}
/**
 * One method of a service.
 */
export interface ServiceMethod {
  /**
   * Name of the method.
   */
  name: string;
  desc: Desc;
  author?: Author;
  /**
   * The service's lock that is held during the call.
   */
  lock?: 'none' | 'read' | 'write';
  /**
   * A caller needs the right to change.
   */
  write?: boolean;
  /**
   * It cannot be called through HTTP.
   */
  internal?: boolean;
}
/**
 * Code that other objects use.
 */
export interface ClassObject {
  /**
   * Says that this file holds a class.
   */
  type: 'class';
  name: Name;
  version: Version;
  patch?: Patch;
  desc?: Desc;
  author?: Author;
  tags?: Tags;
  'class-name'?: ClassName;
  code?: Code;
  lang?: Lang;
  /**
   * Base class of the class.
   */
  'base-class-name'?: string;
  /**
   * Classes that are loaded first.
   */
  requires?: string[];
  /**
   * Methods that graphical tools connect.
   */
  'class-connectors'?: {
    name: string;
    method: string;
    type: 'event' | 'input' | 'output' | 'input-output' | 'condition';
    'input-provider'?: unknown;
    'output-provider'?: unknown;
    [k: string]: unknown;
  }[];
  'config-items'?: ConfigItems;
  /**
   * It may be used several times under different prefixes.
   */
  'support-prefix'?: boolean;
  /**
   * The class can process records of a pipeline.
   */
  processor?: {
    'processor-input-type'?: unknown;
    'processor-output-type'?: unknown;
    [k: string]: unknown;
  };
  classes?: Classes;
  constants?: Constants;
  functions?: Functions;
  mappers?: Mappers;
  vmaps?: Vmaps;
  modules?: Modules;
  'class-connections'?: ClassConnections;
  'class-prefixes'?: ClassPrefixes;
}
/**
 * How an input record becomes an output record.
 */
export interface MapperObject {
  /**
   * Says that this file holds a mapper.
   */
  type: 'mapper';
  name: Name;
  version: Version;
  patch?: Patch;
  desc: Desc;
  author?: Author;
  tags?: Tags;
  /**
   * What the mapper writes to.
   */
  mappertype?: 'Mapper' | 'InboundTableMapper';
  /**
   * Output field to the rule by which it is filled.
   */
  fields: {
    [k: string]: MapperField;
  };
  /**
   * Types of input and output and other options.
   */
  options?: {
    /**
     * Type of the input record.
     */
    'mapper-input'?: {
      [k: string]: unknown;
    };
    /**
     * Type of the output record.
     */
    'mapper-output'?: {
      [k: string]: unknown;
    };
    [k: string]: unknown;
  };
  /**
   * Where the mapper is used, for tools.
   */
  context?: {
    [k: string]: unknown;
  };
  /**
   * Options for code in another language.
   */
  'parse-options'?: {
    [k: string]: unknown;
  };
  'mapper-code'?: NameList;
  code?: Code;
  lang?: Lang;
  groups?: Groups;
  classes?: Classes;
}
/**
 * Code that mapper fields call.
 */
export interface MapperCodeObject {
  /**
   * Says that this file holds a mapper code.
   */
  type: 'mapper-code';
  name: Name;
  version: Version;
  patch?: Patch;
  desc?: Desc;
  author?: Author;
  tags?: Tags;
  'class-name'?: ClassName;
  code?: Code;
  lang?: Lang;
  /**
   * Base class of the class.
   */
  'base-class-name'?: string;
  groups?: Groups;
  /**
   * Classes that are loaded first.
   */
  requires?: string[];
  classes?: Classes;
  constants?: Constants;
  functions?: Functions;
  mappers?: Mappers;
  vmaps?: Vmaps;
  modules?: Modules;
}
/**
 * A table from key to value.
 */
export interface ValueMapObject {
  /**
   * Says that this file holds a value map.
   */
  type: 'value-map';
  name: Name;
  desc?: Desc;
  author?: Author;
  tags?: Tags;
  /**
   * Type of the values.
   */
  valuetype?: 'string' | 'int' | 'float' | 'date' | 'raw';
  /**
   * How date values are written.
   */
  dateformat?: string;
  /**
   * A missing key is an error instead of an empty value.
   */
  exception?: boolean;
  groups?: Groups;
  /**
   * Key to value.
   */
  'value-maps'?: {
    [k: string]: ValueMapRow;
  };
}
/**
 * The value of one key.
 */
export interface ValueMapRow {
  /**
   * The value.
   */
  value: {
    [k: string]: unknown;
  };
  /**
   * false: the key counts as missing.
   */
  enabled?: boolean;
}
/**
 * Where the results of asynchronous steps arrive. Several steps may share a queue; a key stands in it once.
 */
export interface QueueObject {
  /**
   * Says that this file holds a queue.
   */
  type: 'queue';
  name: Name;
  desc: Desc;
  author?: Author;
  tags?: Tags;
  groups?: Groups;
}
/**
 * A type of event that event steps of any number of orders wait for. It is posted with a key; all steps bound to that key go on.
 */
export interface EventObject {
  /**
   * Says that this file holds a synchronization event.
   */
  type: 'event';
  name: Name;
  desc: Desc;
  author?: Author;
  tags?: Tags;
  groups?: Groups;
}
/**
 * Objects that are enabled and disabled together.
 */
export interface GroupObject {
  /**
   * Says that this file holds an interface group.
   */
  type: 'group';
  name: Name;
  desc: Desc;
  author?: Author;
  tags?: Tags;
}
/**
 * How the errors that steps raise are treated. A workflow refers to it by `errors`.
 */
export interface ErrorsObject {
  /**
   * Says that this file holds a set of error definitions.
   */
  type: 'errors';
  name: Name;
  desc: Desc;
  author?: Author;
  tags?: Tags;
  /**
   * The definitions, each with the name of an error.
   */
  errors: ErrorsError[];
}
/**
 * How one error is treated.
 */
export interface ErrorsError {
  /**
   * Name of the error: the `code` of what was thrown if it has one, else its `name`.
   */
  name: string;
  desc: Desc;
  /**
   * FATAL and MAJOR change the status of the step; MINOR, WARNING, INFO and NONE are recorded and the step goes on.
   */
  severity?: 'FATAL' | 'MAJOR' | 'MINOR' | 'WARNING' | 'INFO' | 'NONE';
  /**
   * Status of the step after the error. RETRY tries it again by itself after a delay; ERROR waits for a person; CANCELED cancels the order.
   */
  status?: 'ERROR' | 'RETRY' | 'CANCELED';
  /**
   * Older form of `status`: true means RETRY, false means ERROR.
   */
  retry_flag?: boolean;
  /**
   * The data is wrong, not the technique.
   */
  business?: boolean;
  /**
   * Seconds before the step is tried again, instead of recover_delay. Only with status RETRY.
   */
  'retry-delay'?: number;
  /**
   * GLOBAL: for all workflows. WORKFLOW: for the workflows that use this object. AUTO: global if there is no such definition yet, for the workflow if the global one differs.
   */
  level?: 'AUTO' | 'GLOBAL' | 'WORKFLOW';
}
/**
 * A finite state machine. It is accepted and shown, but not run yet.
 */
export interface FsmObject {
  /**
   * Says that this file holds a flow diagram.
   */
  type: 'fsm';
  name: Name;
  desc: Desc;
  author?: Author;
  tags?: Tags;
  /**
   * Id to state.
   */
  states: {
    [k: string]: FsmState;
  };
  /**
   * Type of the input.
   */
  'input-type'?: {
    [k: string]: unknown;
  };
  /**
   * Type of the output.
   */
  'output-type'?: {
    [k: string]: unknown;
  };
  /**
   * Options of the machine.
   */
  options?: {
    [k: string]: unknown;
  };
  groups?: Groups;
}
/**
 * One state.
 */
export interface FsmState {
  /**
   * Name of the state.
   */
  name: string;
  /**
   * What the state is.
   */
  type: 'state' | 'fsm' | 'block' | 'if';
  /**
   * The machine starts here.
   */
  initial?: boolean;
  desc?: Desc;
  [k: string]: unknown;
}
/**
 * Records that pass through processors and mappers. It is accepted and shown, but not run yet.
 */
export interface PipelineObject {
  /**
   * Says that this file holds a pipeline.
   */
  type: 'pipeline';
  name: Name;
  desc: Desc;
  author?: Author;
  tags?: Tags;
  /**
   * What the records pass through.
   */
  children: PipelineElement[];
  /**
   * Where the records come from.
   */
  'input-provider'?: {
    [k: string]: unknown;
  };
  /**
   * Options of the input.
   */
  'input-provider-options'?: {
    [k: string]: unknown;
  };
  groups?: Groups;
}
/**
 * A processor, a mapper or a queue of elements.
 */
export interface PipelineElement {
  /**
   * What the element is.
   */
  type: 'processor' | 'mapper' | 'queue';
  /**
   * Name; a mapper as name:version.
   */
  name?: string;
  /**
   * Id of a processor.
   */
  pid?: string;
  /**
   * Elements of a queue.
   */
  children?: PipelineElement[];
  [k: string]: unknown;
}
/**
 * A type that other objects refer to by its path.
 */
export interface TypeObject {
  /**
   * Says that this file holds a data type.
   */
  type: 'type';
  /**
   * Where the type is found; it identifies the type.
   */
  path: string;
  name?: Name;
  desc?: Desc;
  author?: Author;
  tags?: Tags;
  groups?: Groups;
  /**
   * What data of this type looks like.
   */
  typeinfo: {
    [k: string]: unknown;
  };
}
/**
 * How to reach another system. Code refers to it by name.
 */
export interface ConnectionObject {
  /**
   * Says that this file holds a connection.
   */
  type: 'connection';
  name: Name;
  desc: Desc;
  author?: Author;
  tags?: Tags;
  /**
   * Address of the system. `${env:NAME}` and `${secret:NAME}` stand for values that do not belong into a file.
   */
  url: string;
  /**
   * Options of the connection, each a value or `type` and `value`.
   */
  options?: {
    [k: string]: unknown;
  };
  groups?: Groups;
}
/**
 * A function that other objects use.
 */
export interface FunctionObject {
  /**
   * Says that this file holds a function.
   */
  type: 'function';
  name: Name;
  version: Version;
  patch?: Patch;
  desc?: Desc;
  author?: Author;
  tags?: Tags;
  /**
   * GENERIC for all functions.
   */
  functiontype?: 'GENERIC';
  code?: Code;
  lang?: Lang;
}
/**
 * Constants that other objects use.
 */
export interface ConstantObject {
  /**
   * Says that this file holds a constant.
   */
  type: 'constant';
  name: Name;
  version: Version;
  patch?: Patch;
  desc?: Desc;
  author?: Author;
  tags?: Tags;
  code?: Code;
  lang?: Lang;
}
/**
 * Values that are set for configuration items.
 */
export interface ConfigItemValuesObject {
  /**
   * Says that this file holds values of configuration items.
   */
  type: 'config-item-values';
  name?: Name;
  desc?: Desc;
  /**
   * The values.
   */
  'config-item-values': ConfigItemValuesValue[];
}
/**
 * The value of one item.
 */
export interface ConfigItemValuesValue {
  /**
   * Name of the item.
   */
  name: string;
  /**
   * Its value.
   */
  value: {
    [k: string]: unknown;
  };
  /**
   * What kind of object the item belongs to; absent for a global value.
   */
  'interface-type'?: 'global' | 'workflow' | 'step' | 'job' | 'service' | 'class' | 'fsm' | 'pipeline';
  /**
   * Name of the object.
   */
  'interface-name'?: string;
  /**
   * Version of the object.
   */
  'interface-version'?: string;
  /**
   * Prefix of the item.
   */
  prefix?: string;
  /**
   * The value is a template.
   */
  is_value_templated_string?: boolean;
}
