"""When a waiting person hears of a new place."""

from clerk.places import worth_showing


def test_places_are_shown_seldom_far_back_and_often_near_the_front():
    shown = worth_showing(110)

    assert shown == [1, 2, 3, 4, 5, 6, 7, 9, 11, 14, 18, 23, 29, 36, 45, 56, 70, 88, 110]
