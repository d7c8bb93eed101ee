-- A case and its timeline in turn, spread over the shop.
local head = { ["Authorization"] = "Bearer " .. os.getenv("BENCH_KEY") }
local ids, turn = {}, 0
for line in io.lines(os.getenv("BENCH_IDS")) do ids[#ids + 1] = line end

request = function()
  turn = turn + 1
  local id = ids[(turn * 7919) % #ids + 1]
  local tail = turn % 2 == 0 and "/timeline" or ""
  return wrk.format("GET", "/v1/shops/bench/cases/" .. id .. tail, head)
end
