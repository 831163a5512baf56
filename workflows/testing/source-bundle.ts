import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundle } from '@temporalio/worker';

/** The workflows as they stand in the sources, with their interceptors: what tests run and replay. */
export function bundleFromSources(): Promise<WorkflowBundle> {
  return bundleWorkflowCode({
    logger: new DefaultLogger('ERROR'),
    workflowsPath: fileURLToPath(new URL('../index.ts', import.meta.url)),
    workflowInterceptorModules: [fileURLToPath(new URL('../interceptors.ts', import.meta.url))],
    failureConverterPath: fileURLToPath(
      new URL('../../infra/temporal/failure-converter.ts', import.meta.url),
    ),
    webpackConfigHook: (config) => ({
      ...config,
      resolve: { ...config.resolve, extensionAlias: { '.js': ['.ts', '.js'] } },
    }),
  });
}
