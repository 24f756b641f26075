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
}

/** Finds rows by path. Any key of a returned hash is a path, and an action may stand in the path (manual: REST API). */
export class RouteResolver {
  readonly #root = newNode();

  constructor(routes: readonly Route[]) {
    routes.forEach((route) => this.#add(route));
  }

  resolve(method: Method, segments: readonly string[], action: string | undefined): Resolved {
    const { node, parts, rest } = this.#walk(method, segments);
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

  /** Literal parts win; then an action of that name; then the varying part. */
  #walk(
    method: Method,
    segments: readonly string[],
  ): { node: Node; parts: Record<string, string>; rest: readonly string[] } {
    let node = this.#root;
    const parts: Record<string, string> = {};
    for (const [index, segment] of segments.entries()) {
      const isAction = node.routes.some((route) => route.method === method && namesOf(route).includes(segment));
      const literal = node.literals.get(segment);
      if (literal === undefined && (isAction || node.part === undefined)) {
        return { node, parts, rest: segments.slice(index) };
      }
      if (literal === undefined && node.part !== undefined) parts[node.part.name] = segment;
      node = literal ?? node.part?.node ?? node;
    }
    return { node, parts, rest: [] };
  }

  #add(route: Route): void {
    let node = this.#root;
    for (const segment of route.path.split('/')) {
      const name = /^\{(\w+)\}$/.exec(segment)?.[1];
      node = name === undefined ? literalChild(node, segment) : partChild(node, name);
    }
    node.routes.push(route);
  }
}

function newNode(): Node {
  return { literals: new Map(), part: undefined, routes: [] };
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
