-- Posts messages into conversations in turn, each under a fresh idempotency key; every other one is an answer.
local head = { ["Authorization"] = "Bearer " .. os.getenv("BENCH_KEY"), ["Content-Type"] = "application/json" }
local run = os.getenv("BENCH_RUN")
local ids, turn = {}, 0
for line in io.lines(os.getenv("BENCH_IDS")) do ids[#ids + 1] = line end

request = function()
  turn = turn + 1
  head["Idempotency-Key"] = "bench-" .. run .. "-" .. turn
  local by = math.floor(turn / #ids) % 2 == 0 and "customer" or "shop"
  local body = '{"kind":"text","text":"茶壶收到时裂了，能补发一个吗？","by":"' .. by .. '"}'
  return wrk.format("POST", "/v1/shops/bench/conversations/" .. ids[turn % #ids + 1] .. "/messages", head, body)
end
