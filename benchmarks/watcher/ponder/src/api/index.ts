// Ponder demands an API; its own health and readiness answers are all that is asked.
import { Hono } from "hono";

export default new Hono();
