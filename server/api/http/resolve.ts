import { RequestRefusal } from '../routes/refusals.ts';
import type { Method, Route } from '../routes/route.ts';

/** Which row a request means, the varying parts of its path, and the keys of the result that it asks for. */
export interface Resolved {
  readonly route: Route;
  readonly parts: Readonly<Record<string, string>>;
  readonly keys: readonly string[];
}

interface Node {
  readonly literals: Map<string, Node>;
  part: { readonly name: string; readonly node: Node } | undefined;
  readonly routes: Route[];
  /** Methods of the rows here and below. */
  readonly methods: Set<Method>;
}

type Walked = { readonly node: Node; readonly parts: Record<string, string>; readonly rest: readonly string[] };

/** Finds rows by path. Any key of a returned hash is a path, and an action may stand in the path (manual: REST API). */
export class RouteResolver {
  readonly #root = newNode();

  constructor(routes: readonly Route[]) {
    routes.forEach((route) => this.#add(route));
  }

  resolve(method: Method, segments: readonly string[], action: string | undefined): Resolved {
    const { node, parts, rest } = this.#find(method, segments);
    if (node.routes.length === 0) throw unknownPath(segments);
    const ofMethod = node.routes.filter((route) => route.method === method);
    const named = action ?? rest[0];
    const byName = named === undefined ? undefined : ofMethod.find((route) => namesOf(route).includes(named));
    const keys = byName !== undefined && action === undefined ? rest.slice(1) : rest;
    if (byName === undefined && action !== undefined) throw unknownAction(action, segments, ofMethod);
    const route = byName ?? ofMethod.find((row) => row.action === undefined);
    if (keys.length > 0 && (method !== 'GET' || route === undefined)) throw unknownPath(segments);
    if (route === undefined) throw noPlainCall(method, segments, node.routes);
    return { route, parts, keys };
  }

  /** Below a row of another method there may be keys of this method's answer; where there is neither, the refusal names the rows. */
  #find(method: Method, segments: readonly string[]): Walked {
    const walked = this.#walk(method, segments, (node) => node.methods.has(method));
    const hasRow = walked.node.routes.some((route) => route.method === method);
    return hasRow ? walked : this.#walk(method, segments, () => true);
  }

  /** Literal parts win; then an action of that name; then the varying part. */
  #walk(method: Method, segments: readonly string[], isWanted: (node: Node) => boolean): Walked {
    let node = this.#root;
    const parts: Record<string, string> = {};
    for (const [index, segment] of segments.entries()) {
      const isAction = node.routes.some((route) => route.method === method && namesOf(route).includes(segment));
      const literal = wanted(node.literals.get(segment), isWanted);
      const part = isAction ? undefined : wanted(node.part?.node, isWanted);
      const next = literal ?? part;
      if (next === undefined) return { node, parts, rest: segments.slice(index) };
      if (literal === undefined && node.part !== undefined) parts[node.part.name] = segment;
      node = next;
    }
    return { node, parts, rest: [] };
  }

  #add(route: Route): void {
    let node = this.#root;
    for (const segment of route.path.split('/')) {
      node.methods.add(route.method);
      const name = /^\{(\w+)\}$/.exec(segment)?.[1];
      node = name === undefined ? literalChild(node, segment) : partChild(node, name);
    }
    node.methods.add(route.method);
    node.routes.push(route);
  }
}

function newNode(): Node {
  return { literals: new Map(), part: undefined, routes: [], methods: new Set() };
}

function wanted(node: Node | undefined, isWanted: (node: Node) => boolean): Node | undefined {
  return node !== undefined && isWanted(node) ? node : undefined;
}

function literalChild(node: Node, segment: string): Node {
  const child = node.literals.get(segment) ?? newNode();
  node.literals.set(segment, child);
  return child;
}

function partChild(node: Node, name: string): Node {
  node.part ??= { name, node: newNode() };
  if (node.part.name !== name) throw new Error(`Routes name one part both ${node.part.name} and ${name}`);
  return node.part.node;
}

function namesOf(route: Route): readonly string[] {
  return route.action === undefined ? route.aliases : [route.action, ...route.aliases];
}

function unknownPath(segments: readonly string[]): RequestRefusal {
  return new RequestRefusal(404, 'NOT-FOUND', `There is nothing at "${segments.join('/')}".`);
}

function unknownAction(action: string, segments: readonly string[], routes: readonly Route[]): RequestRefusal {
  const known = routes.flatMap(namesOf).join(', ');
  const hint = known === '' ? 'It has none.' : `It has: ${known}.`;
  return new RequestRefusal(400, 'INVALID-ACTION', `"${segments.join('/')}" has no action "${action}". ${hint}`);
}

function noPlainCall(method: Method, segments: readonly string[], routes: readonly Route[]): RequestRefusal {
  const actions = routes.filter((route) => route.method === method).flatMap(namesOf);
  const path = segments.join('/');
  if (actions.length > 0) {
    return new RequestRefusal(400, 'INVALID-ACTION', `${method} "${path}" needs an action: ${actions.join(', ')}.`);
  }
  const methods = [...new Set(routes.map((route) => route.method))].join(', ');
  return new RequestRefusal(405, 'INVALID-METHOD', `"${path}" does not take ${method}; it takes ${methods}.`);
}
