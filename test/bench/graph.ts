import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserContext } from 'playwright-core';
import type { WorkflowGraph } from '../../schemas/model/workflow-graph.ts';
import { layoutGraph } from '../../webview/graph/layout.ts';
import { graphMessage, largeGraph } from '../support/graph/graph-message.ts';
import { GraphTab } from '../support/graph/graph-tab.ts';
import { launchBrowser } from '../support/vscode/browser.ts';
import { findEditor } from '../support/vscode/installation.ts';
import { atMost, measured, median, type Measured } from './measured.ts';

const steps = 1_000;

/**
 * The graph of 1,000 steps and about 1,300 edges in a real Chromium: opened, moved, changed. An empty page under the same
 * policy says how busy the machine is.
 */
export async function benchGraph(): Promise<readonly Measured[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ordo-bench-graph-'));
  const browser = await launchBrowser(await findEditor(), folder);
  try {
    const graph = largeGraph(steps);
    const edges = graph.steps.reduce((sum, { after }) => sum + after.length, 0);
    await opened(browser, graph);
    const empty = await repeated(5, () => emptyPage(browser));
    const open = await repeated(5, () => opened(browser, graph));
    const near = await panned(browser, graph, false);
    const far = await panned(browser, graph, true);
    const changed = await painted(browser, graph);
    const layout = await repeated(9, () => Promise.resolve(layoutTime(graph)));
    return [
      measured('steps', graph.steps.length, ''),
      measured('edges', edges, ''),
      measured('an empty page, to its first paint', median(empty), 'ms'),
      atMost(400, measured('open to first paint', median(open), 'ms')),
      measured('the same as a ratio to the empty page', median(open) / median(empty), 'times'),
      atMost(24, measured('pan, readable, p95 of the frames', near, 'ms')),
      atMost(24, measured('pan, everything in sight, p95 of the frames', far, 'ms')),
      atMost(30, measured('layout', median(layout), 'ms')),
      atMost(40, measured("another graph to its paint (the page's part of a gesture), p95", changed, 'ms')),
    ];
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** From the beginning of the page's load until the frame with the graph in it was shown. */
async function opened(browser: BrowserContext, graph: WorkflowGraph): Promise<number> {
  const tab = await GraphTab.open(browser, { first: graphMessage(graph) });
  const paint = await tab.page.evaluate(async () => {
    const mark = (): PerformanceEntry | undefined => performance.getEntriesByName('ordo-first-paint')[0];
    while (mark() === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
    return mark()?.startTime ?? NaN;
  });
  await tab.page.close();
  return paint;
}

async function emptyPage(browser: BrowserContext): Promise<number> {
  const page = await browser.newPage();
  await page.route('http://empty.test/**', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!DOCTYPE html><html lang="en"><title>x</title><p>x</p></html>' }),
  );
  await page.goto('http://empty.test/');
  const paint = await page.evaluate(async () => {
    const entry = (): PerformanceEntry | undefined => performance.getEntriesByType('paint')[0];
    while (entry() === undefined) await new Promise((resolve) => requestAnimationFrame(resolve));
    return entry()?.startTime ?? NaN;
  });
  await page.close();
  return paint;
}

/** Moves the drawing with every frame, as a finger on a pad does, far enough to leave what was made; p95 of the frames. */
async function panned(browser: BrowserContext, graph: WorkflowGraph, isWhole: boolean): Promise<number> {
  const tab = await GraphTab.open(browser);
  await tab.show(graphMessage(graph));
  if (isWhole) await tab.page.getByRole('button', { name: 'Fit' }).click();
  await tab.settled();
  const frames = await tab.page.evaluate(async () => {
    const stage = document.querySelector('.stage');
    const times: number[] = [];
    let last = await new Promise<number>(requestAnimationFrame);
    for (let frame = 0; frame < 240; frame += 1) {
      stage?.dispatchEvent(new WheelEvent('wheel', { deltaX: 6, deltaY: 36, bubbles: true, cancelable: true }));
      const now = await new Promise<number>(requestAnimationFrame);
      times.push(now - last);
      last = now;
    }
    return times;
  });
  await tab.page.close();
  return percentile(frames, 0.95);
}

/** A graph with one step more arrives: how long until it is on the screen. */
async function painted(browser: BrowserContext, graph: WorkflowGraph): Promise<number> {
  const tab = await GraphTab.open(browser);
  await tab.show(graphMessage(graph));
  const times: number[] = [];
  for (let version = 2; version < 22; version += 1) {
    const message = JSON.stringify(graphMessage(withOneMore(graph, version), version));
    times.push(
      await tab.page.evaluate(async (text) => {
        const parsed: unknown = JSON.parse(text);
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const begun = performance.now();
        window.postMessage(parsed, '*');
        await new Promise((resolve) => setTimeout(resolve, 0));
        // The frame that shows it has been made when a task after the next frame runs.
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
        return performance.now() - begun;
      }, message),
    );
  }
  await tab.page.close();
  return percentile(times, 0.95);
}

function withOneMore(graph: WorkflowGraph, version: number): WorkflowGraph {
  const [first] = graph.steps;
  if (first === undefined) return graph;
  const more = { ...first, id: `more-${version}:1.0`, name: `more-${version}`, after: [{ id: first.id }] };
  return { ...graph, steps: [...graph.steps, more] };
}

function layoutTime(graph: WorkflowGraph): number {
  const input = {
    nodes: graph.steps.map(({ id, segment }) => ({ id, width: 220, height: 74, segment })),
    edges: graph.steps.flatMap(({ id, after }) => after.map((edge) => ({ from: edge.id, to: id }))),
    direction: 'down' as const,
  };
  const begun = performance.now();
  layoutGraph(input);
  return performance.now() - begun;
}

async function repeated(times: number, work: () => Promise<number>): Promise<readonly number[]> {
  const results: number[] = [];
  for (let n = 0; n < times; n += 1) results.push(await work());
  return results;
}

function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}
