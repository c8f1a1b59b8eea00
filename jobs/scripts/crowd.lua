-- What would become of a new job, or becomes of one that waits: who works in its lane, at what, and what is served
-- before it. ARGV: lane, person ('': somebody new), jobs that the person may have in hand, and held, jobs that may
-- wait in the lane, id of the job that waits ('': a new one), most jobs to look at, what else painting times are
-- wanted of (words), '1': all that wait count as before it.
-- Returns {queued, held, refused or full; place; how many wait; workers; running; before; how many are before;
-- lines}, or nothing: the job waits no more.
local lane, person, limit, most_held, most, id, look, wanted, all = unpack(ARGV)
local time, line, people, held = now(), 'queue:' .. lane .. ':', 'people:' .. lane, 'held:' .. lane .. ':'

-- Jobs of the person that are served before, of these in the queue, and the turn of the job itself.
local function own()
  if id ~= '' then
    local at = redis.call('LPOS', line .. person, id)
    return at, at, tonumber(redis.call('ZSCORE', people, person)) + at
  end
  local queued, later = redis.call('LLEN', line .. person), redis.call('LLEN', held .. person)
  local start = queued > 0 and redis.call('ZSCORE', people, person)
  if not start then
    start = math.max(tonumber(redis.call('GET', 'clock:' .. lane) or '0'),
      tonumber(redis.call('ZSCORE', 'served:' .. lane, person) or '0'))
  end
  return queued + later, queued, tonumber(start) + queued + later
end

if id ~= '' then
  if field(id, 'state') ~= 'queued' then return false end
  person = field(id, 'person')
end
local before, queued, turn = own()
local lines, total = {{person, turn - before, before, queued}}, before
local others = redis.call('ZRANGE', people, 0, -1, 'WITHSCORES')
for i = 1, #others, 2 do
  local other, start = others[i], tonumber(others[i + 1])
  if other ~= person and (all == '1' or start <= turn) then
    -- Turns are whole numbers; of two equal ones the person who sorts first is served first, and whom we do not
    -- know yet last.
    local earlier = turn - start + ((person == '' or other < person) and 1 or 0)
    local has = redis.call('LLEN', line .. other)
    local there = all == '1' and has or math.min(earlier, has)
    queued = queued + there
    -- Held ones are queued as soon as others of their person are painted: they stand at the end of the line.
    if all ~= '1' and earlier > has then there = math.min(earlier, has + redis.call('LLEN', held .. other)) end
    if there > 0 then lines[#lines + 1] = {other, start, there, has} end
    total = total + there
  end
end
lines[1][4] = redis.call('LLEN', line .. person)

local methods = {}

local function number(value)
  return math.floor(tonumber(value) or 0)
end

-- {method, purpose, does it move, width, height, longest side, how many styles, what it needs}; a job of a newer
-- version may have anything there.
local function work(job)
  local text, needs = unpack(redis.call('HMGET', 'job:' .. job, 'job', 'needs'))
  local said = text and cjson.decode(text) or {}
  local method = type(said.method) == 'string' and said.method or ''
  local purpose = type(said.purpose) == 'string' and said.purpose or ''
  local content = type(said.content) == 'table' and said.content or {}
  local moves = content.video == true or content.kind == 'animation' or content.kind == 'video'
  local styles = type(said.styles) == 'table' and #said.styles or 0
  methods[method], methods[purpose] = true, true
  if moves then methods['clip'] = true end
  return {method, purpose, moves and 1 or 0, number(content.width), number(content.height), number(said.longest),
    styles, needs or ''}
end

-- Of very many some are looked at, evenly spread, and stand for the others.
local every, count, seen = math.max(1, math.ceil(total / tonumber(look))), 0, {}
for _, one in ipairs(lines) do
  for at = 0, one[3] - 1 do
    if count % every == 0 then
      local job = at < one[4] and redis.call('LINDEX', line .. one[1], at)
        or redis.call('LINDEX', held .. one[1], at - one[4])
      if job then seen[#seen + 1] = {one[2] + at, one[1], job} end
    end
    count = count + 1
  end
end
table.sort(seen, function(a, b) return a[1] < b[1] or (a[1] == b[1] and a[2] < b[2]) end)
local first = {}
for i, one in ipairs(seen) do first[i] = work(one[3]) end

local running = {}
for i, job in ipairs(redis.call('SMEMBERS', 'running:' .. lane)) do
  local started, progress, worker, cancel =
    unpack(redis.call('HMGET', 'job:' .. job, 'started', 'progress', 'worker', 'cancel'))
  local known = work(job)
  known[9], known[10] = tostring(time - tonumber(started or time)), progress or '0'
  known[11], known[12] = worker or '', cancel and 1 or 0
  running[i] = known
end

local workers, devices = {}, {}
for _, name in ipairs(redis.call('ZRANGEBYSCORE', 'workers:' .. lane, time, '+inf')) do
  local text = redis.call('GET', 'worker:' .. name)
  if text then
    local said = cjson.decode(text)
    devices[said.device] = true
    workers[#workers + 1] = {name, said.device, table.concat(said.able, ' ')}
  end
end
if #workers == 0 then devices['cpu'] = true end

for word in string.gmatch(wanted, '%S+') do methods[word] = true end
local learnt = {}
local function learn_of(what, device)
  local sums = redis.call('HMGET', 'estimate:' .. what .. ':' .. device, 'w', 'x', 'y', 'xx', 'xy', 'yy', 'samples')
  if sums[6] then learnt[#learnt + 1] = {what, device, unpack(sums)} end
end
for method in pairs(methods) do
  for device in pairs(devices) do learn_of(method, device) end
end
learn_of('delivery', 'telegram')

local fate = outlook(lane, person, tonumber(limit), tonumber(most_held), tonumber(most))
local waiting = redis.call('ZCARD', 'waiting:' .. lane)
return {fate, queued + 1, id == '' and waiting + 1 or waiting, workers, running, first, total, learnt}
