import { parentPort, workerData } from 'node:worker_threads';
import loadHighs from 'highs';

/**
 * The solver's thread: HiGHS is synchronous, and the event loop of the process must live. Messages are those of
 * highs-protocol.ts, answered one by one in their order. Plain JavaScript, since a thread starts from a file that
 * Node itself can read, both from the sources and from the compiled form.
 */
const highs = await loadHighs({ wasmModule: workerData });
const { modelStatus, variableType } = highs.constants;
const models = new Map();

const STATUS = new Map([
  [modelStatus.optimal, 'optimal'],
  [modelStatus.empty, 'optimal'],
  [modelStatus.infeasible, 'infeasible'],
  [modelStatus.unbounded, 'unbounded'],
]);

function open(id, { columns, costs, lower, upper, rows, integer }) {
  const model = highs.createModel({
    numCols: columns,
    numRows: rows.lower.length,
    colCost: costs,
    colLower: lower,
    colUpper: upper,
    rowLower: rows.lower,
    rowUpper: rows.upper,
    matrix: matrix(rows, columns),
    ...(integer ? { integrality: Array(columns).fill(variableType.integer) } : {}),
  });
  model.options.set({ output_flag: false, mip_rel_gap: 0, mip_abs_gap: 1e-6, random_seed: 1 });
  models.set(id, { model, integer, columns });
}

const matrix = ({ lower, starts, indices, values }, columns) => ({
  format: 'csr',
  numRows: lower.length,
  numCols: columns,
  starts,
  indices,
  values,
});

function run(id, { changes, rows, gap }) {
  const { model, integer, columns } = models.get(id);
  for (const change of changes) applyChange(model, change);
  if (rows)
    model.addRows({
      count: rows.lower.length,
      lower: rows.lower,
      upper: rows.upper,
      matrix: matrix(rows, columns),
    });
  if (gap !== undefined) model.options.set('mip_rel_gap', gap);
  model.run();
  let status = model.getModelStatus();
  if (!STATUS.has(status)) status = runAgain(model);
  return outcome(model, STATUS.get(status) ?? 'failed', integer);
}

function applyChange(model, { columns, costs, lower, upper }) {
  const selection = { kind: 'set', indices: columns };
  if (costs) model.changeColsCost(selection, costs);
  if (lower && upper) model.changeColsBounds(selection, lower, upper);
}

/** A basis that led nowhere is dropped: the second solve starts afresh, without presolve's reductions. */
function runAgain(model) {
  model.clearSolver();
  model.options.set('presolve', 'off');
  model.run();
  model.options.set('presolve', 'choose');
  return model.getModelStatus();
}

function outcome(model, status, integer) {
  const none = new Float64Array(0);
  if (status !== 'optimal')
    return { status, objective: Number.NaN, bound: Number.NaN, values: none, duals: none };
  const { colValue, colDual } = model.getSolution();
  const objective = model.getObjectiveValue();
  const bound = integer ? model.info.get('mip_dual_bound') : objective;
  return { status, objective, bound, values: colValue, duals: integer ? none : colDual };
}

function close(id) {
  models.get(id)?.model.dispose();
  models.delete(id);
}

parentPort.on('message', (request) => {
  if (request.kind === 'run') parentPort.postMessage({ result: run(request.model, request.run) });
  else {
    if (request.kind === 'open') open(request.model, request.data);
    else close(request.model);
    parentPort.postMessage({ done: true });
  }
});
parentPort.postMessage({ version: `HiGHS ${highs.version.string}` });
