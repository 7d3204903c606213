import type { Environment } from './case.js';

export const nodeEnvironment: Environment = {
  name: 'node',
  captureErrors() {
    const errors: unknown[] = [];
    process.setUncaughtExceptionCaptureCallback((error) => {
      errors.push(error);
    });
    return {
      errors,
      restore() {
        process.setUncaughtExceptionCaptureCallback(null);
      },
    };
  },
};
