// Every port of a process, told by the code of its drivers: `around(name, detail, call)` is asked at each use of one and
// decides whether the call is made, fails, or stops in the middle. Works on the drivers' own classes, so that all of the
// product's code above them runs as it is.
import fs from 'node:fs';
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { Worker } from 'node:worker_threads';
import { S3Client } from '@aws-sdk/client-s3';
import { DuckDBAppender, DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { Connection } from '@temporalio/client';
import pg from 'pg';

const STORE = {
  PutObjectCommand: 'put',
  GetObjectCommand: 'get',
  HeadObjectCommand: 'head',
  DeleteObjectCommand: 'delete',
  ListObjectsV2Command: 'list',
  ListMultipartUploadsCommand: 'unfinished',
  CreateMultipartUploadCommand: 'begin',
  UploadPartCommand: 'part',
  CompleteMultipartUploadCommand: 'complete',
  AbortMultipartUploadCommand: 'abort',
};

/** Replaces a method by one that asks first. `own` makes the call as it would have been. */
function wrap(target, method, replacement) {
  const own = target[method];
  target[method] = function (...args) {
    return replacement.call(this, (...given) => own.apply(this, given.length > 0 ? given : args), ...args);
  };
}

export function instrument(around) {
  wrap(S3Client.prototype, 'send', (own, command) => {
    const port = STORE[command.constructor.name];
    const zone = command.input.Bucket?.replace(/^.*-/, '');
    return port === undefined
      ? own()
      : around(`store ${zone} ${port}`, String(command.input.Key ?? ''), () => own());
  });

  wrap(pg.Pool.prototype, 'connect', (own, callback) =>
    typeof callback === 'function' ? own() : around('database connect', '', () => own()),
  );
  wrap(pg.Client.prototype, 'query', function (own, statement, values, callback) {
    const text = typeof statement === 'string' ? statement : (statement?.text ?? '');
    const told = [statement, values, callback].find((one) => typeof one === 'function');
    // A pool's own query comes with a callback, and its failure goes there.
    if (told === undefined) return around('database query', text, () => own(), this);
    if (typeof statement?.submit === 'function') return own();
    around('database query', text, async () => null, this).then(
      () => own(),
      (error) => told(error),
    );
    return undefined;
  });

  for (const method of ['run', 'runAndReadAll', 'stream', 'prepare', 'createAppender', 'extractStatements'])
    wrap(DuckDBConnection.prototype, method, function (own, text) {
      return around(`engine ${method}`, String(text), () => own(), this);
    });
  // What an appender does it does at once.
  for (const method of ['appendVarchar', 'appendBlob', 'endRow', 'closeSync'])
    wrap(DuckDBAppender.prototype, method, (own) => around.atOnce(`engine appender ${method}`, () => own()));
  wrap(DuckDBInstance, 'create', (own) => around('engine open', '', () => own()));

  wrap(Connection, 'connect', async (own) => {
    const connection = await own();
    const service = new Proxy(connection.workflowService, {
      get(target, method) {
        const call = target[method];
        if (typeof call !== 'function' || !/^[a-z]+[A-Z]/.test(String(method))) return call;
        return (...args) => around(`temporal ${method}`, '', () => call.apply(target, args));
      },
    });
    Object.defineProperty(connection, 'workflowService', { value: service });
    return connection;
  });

  // The sender's and the reader's side of loopback HTTP, and the vault's and the data worker's.
  wrap(http, 'request', (own, url) => {
    const request = own();
    if (String(url).includes('/attempts/'))
      around('intake send', '', async () => null).catch((error) => request.destroy(error));
    return request;
  });
  // A step's own files: the copy that the engine reads, what is uploaded.
  wrap(fs, 'createWriteStream', (own, path) => {
    const stream = own();
    if (WORK.test(path)) around('work write', '', async () => null).catch((error) => stream.destroy(error));
    return stream;
  });
  wrap(fs.promises, 'writeFile', (own, path) =>
    WORK.test(path) ? around('work writeFile', '', () => own()) : own(),
  );
  syncBuiltinESMExports();
  // The thread of the solver ends as a thread does that threw.
  wrap(Worker.prototype, 'postMessage', function (own, message) {
    if (message?.kind !== 'run') return own();
    return around('solver run', '', async () => null).then(
      () => own(),
      (error) => this.emit('error', error),
    );
  });
  wrap(globalThis, 'fetch', (own, url) =>
    String(url).includes('/releases/') ? around('reading room ask', '', () => own()) : own(),
  );
  wrap(http.Server.prototype, 'emit', (own, event, request, response) => {
    const port = event === 'request' ? SERVED[/^\/(attempts|releases)\//.exec(request.url)?.[1]] : undefined;
    if (port === undefined) return own();
    around(port, '', async () => null).then(
      () => own(),
      (error) => {
        // It has come in, and breaks off with a text of its own.
        own();
        request.destroy(error);
        response.destroy();
      },
    );
    return true;
  });
}

/** Files in the folder of a step, by name or by an open descriptor. */
const WORK = /\/work\/|^\/proc\/self\/fd\//;
const SERVED = { attempts: 'intake serve', releases: 'reading room serve' };

/** Every method of an object as a port of its own. */
export function ported(name, port, around) {
  return new Proxy(port, {
    get(target, method) {
      const own = target[method];
      if (typeof own !== 'function') return own;
      return (...args) => around(`${name} ${method}`, '', () => own.apply(target, args));
    },
  });
}
