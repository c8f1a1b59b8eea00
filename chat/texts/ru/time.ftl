## Время
seconds = { $seconds } с
minutes = { $minutes } мин
minutes-seconds = { $minutes } мин { $seconds } с
about = ~{ $time }
a-few-seconds = несколько секунд
between-seconds = { $low }–{ $high } с
between-minutes = { $low }–{ $high } мин
between = { $low } – { $high }
