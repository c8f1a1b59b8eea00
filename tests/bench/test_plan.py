"""Who sends what when follows from the seed, and no two photos can be taken for one another."""

from itertools import combinations

from bench.chaos.patterns import LEAST, seen_in
from bench.chaos.plan import Plan, plans
from bench.chaos.referee import BETTER


def drawn(seed: int) -> list[Plan]:
    return plans(seed=seed, pictures=120, people=20, poisoned=3, seconds=60)


def test_the_same_seed_gives_the_same_plans():
    assert drawn(3) == drawn(3) != drawn(4)


def test_everybody_sends_something_and_some_send_many():
    made = drawn(3)
    counts = [sum(plan.person == person for plan in made) for person in range(20)]

    assert len(made) == 120
    assert min(counts) >= 1
    assert max(counts) >= 2 * min(counts)


def test_poisoned_pictures_come_early_and_are_never_cancelled():
    poisoned = [plan for plan in drawn(3) if plan.poisoned]

    assert len(poisoned) == 3
    assert all(plan.moment <= 40 and not plan.cancels and plan.style for plan in poisoned)


def test_no_two_photos_have_one_size_or_look_alike():
    photos = [plan.photo for plan in drawn(3)]

    assert len({(photo.width, photo.height) for photo in photos}) == 120
    for one, other in combinations(photos, 2):
        assert one.values @ other.values < 1 - 2 * BETTER


def test_a_photo_is_seen_again_in_its_file():
    photo = drawn(3)[0].photo
    size, values = seen_in(photo.jpeg())

    assert size == (photo.width, photo.height)
    assert values @ photo.values > 0.99 > LEAST
