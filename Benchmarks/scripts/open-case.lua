-- Opens one case an order, each under a fresh idempotency key.
local first = tonumber(os.getenv("BENCH_FIRST") or "0")
local key = os.getenv("BENCH_KEY")
local number = first - 1
local head = { ["Authorization"] = "Bearer " .. key, ["Content-Type"] = "application/json" }

request = function()
  number = number + 1
  head["Idempotency-Key"] = "bench-" .. number
  local body = string.format(
    '{"orderId":"O%d","kind":"returnRefund","reason":"noLongerNeeded","lines":[{"variantId":"P%d-1","quantity":1}]}',
    number, number % 200)
  return wrk.format("POST", "/v1/shops/bench/cases", head, body)
end
