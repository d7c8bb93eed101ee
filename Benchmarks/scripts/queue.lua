-- The newest 25 cases of one state.
local head = { ["Authorization"] = "Bearer " .. os.getenv("BENCH_KEY") }
local states = { "awaitingReturn", "awaitingEvidence", "awaitingReturn", "open" }
local turn = 0

request = function()
  turn = turn + 1
  return wrk.format("GET", "/v1/shops/bench/cases?limit=25&state=" .. states[turn % 4 + 1], head)
end
