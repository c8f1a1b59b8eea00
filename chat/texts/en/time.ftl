## Time
seconds = { $seconds } s
minutes = { $minutes } min
minutes-seconds = { $minutes } min { $seconds } s
about = ~{ $time }
between = { $low } to { $high }
