import { AppError } from "../errors.ts";

export function notImplemented(): Promise<never> {
  return Promise.reject(new AppError("not_implemented", "This is not built yet."));
}
