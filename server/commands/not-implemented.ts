import { AppError } from "../errors.ts";

export function notImplemented(): Promise<never> {
  return Promise.reject(new AppError("unavailable", "This is not built yet."));
}
