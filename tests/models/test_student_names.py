"""Students are not named: 40 lines that name some are told, 40 that name others, or nobody, are left alone."""

from __future__ import annotations

from models.student_names import names_a_student

NAMED = """
Student Maria Lopez won first place
Our student Jake Hill spoke at the board
students Maria Lopez and Jake Hill presented
Two students, Ana Cruz and Tom Lee, toured the plant
The student Wei Chen was placed at Kestrel
Internship for student Aaliyah Brown began
Met with student Liam O'Connor about his project
Mentor meets student Sofia Garcia-Ruiz each Tuesday
Kestrel hired student DeShawn Carter for the summer
pupil Emma Stone was thanked
pupils Noah Reed and Mia Fox showed their robot
7th grader Jake Hill presented to the team
8th graders Ana Cruz and Tom Lee led the tour
6th-grader Priya Shah met the engineer
Maria Lopez, a student, spoke
Maria Lopez, student, spoke at the dinner
Jake Hill (student) asked for a mentor
Jake Hill, our student, won a scholarship
Ana Cruz, an 8th grader, asked
Ana Cruz (7th grade) built a bridge
Tom Lee (grade 7) was at the site
Wei Chen, grade 8, won the fair
Sofia Garcia, 7th grader
Scholarship went to Aaliyah Brown, a student of ours
Tour led by Liam Reed (8th grader)
Emma R. Stone, a student, wrote the letter
Letter from student Emma R. Stone
Job shadow: student Priya Shah with Dr. Kim
Students: Maria Lopez, Jake Hill, Ana Cruz
Class 7B: Maria Lopez, Jake Hill, Ana Cruz, Tom Lee
Roster: Lopez, Maria; Hill, Jake; Cruz, Ana
Homeroom 12: Noah Reed, Mia Fox and Wei Chen
Period 3: Sofia Garcia, Liam Reed, Priya Shah
Grade 6: Emma Stone, Aaliyah Brown, DeShawn Carter
Students who came: Jake Hill, Tom Lee, Mia Fox
8th graders on the trip: Ana Cruz, Noah Reed, Wei Chen
Class list: Emma Stone; Liam Reed; Mia Fox
Pupils: Noah Reed, Mia Fox, Priya Shah, Tom Lee
7A: Maria Lopez, Jake Hill, Ana Cruz, Sofia Garcia
Tutoring for student José Martínez twice a week
""".strip().splitlines()
OTHERS = """
Maria Lopez of Kestrel spoke to 58 students
Dr. Ana Cruz (Kestrel) mentored 12 students
Jake Hill and Tom Lee met students of grade 7
Ana Cruz, grade 7 teacher, led the visit
Tom Lee, 8th grade teacher
Wei Chen, student services director
Student Services Director Ana Cruz called
Student teacher Ann Lee came along
student teachers Ann Lee and Bo Hill observed
Student Council planned the STEM night
Student Advisory Board met with Kestrel
Student Leadership Summit at Tupelo Fork
Student Success Center opened its doors
Students First Foundation gave $500
Students United Way met in May
Student Showcase Night
student Robotics Club visited Marlow Bend
Students from Marlow Bend Middle toured the plant
Students of Saltgrass High met Vernon Teague
Students met Maria Lopez at the plant
Students thanked Jake Hill for the talk
graduate student Wei Chen of State University judged
former student Maria Lopez, now engineer at Kestrel, spoke
Maria Lopez, a former student, is an engineer now
Ana Cruz, a college student, tutored for Kestrel
Tom Lee (parent of a student) gave 3 hours
Maria Lopez, mother of a 7th grader, volunteered
Contacts: Maria Lopez, Jake Hill, Ana Cruz
Judges: Maria Lopez, Jake Hill, Ana Cruz and Tom Lee
Partners who came: Ana Cruz, Tom Lee, Wei Chen
Mentors for the students were Maria Lopez, Jake Hill and Ana Cruz
Career talk, 58 students, Maria Lopez, Kestrel
Kestrel Technical College, student tutoring
Marlow Bend Middle, grade 7
Saltgrass High (grade 9)
Student Voice Week with Harbor Credit Union
58 students, 2 hours, Jake Hill
Grade 7: bridges, robots, gardens
Class visit: Kestrel Technical College, Harbor Credit Union, Town Library
Students Day Off: no visit
""".strip().splitlines()


def test_there_are_forty_of_each() -> None:
    assert (len(set(NAMED)), len(set(OTHERS))) == (40, 40)


def test_a_line_that_names_a_student_is_told() -> None:
    assert [line for line in NAMED if not names_a_student(line)] == []


def test_a_line_that_names_others_or_nobody_is_left_alone() -> None:
    assert [line for line in OTHERS if names_a_student(line)] == []
